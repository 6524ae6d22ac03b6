import Candid
import Foundation
import TestSupport
import Testing

/// HTTP requests of canisters that a file answers.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct OutcallFileTests {
  /// Requests what its argument says, and answers with what comes back; its query `same` leaves
  /// responses as they are, and tells that it was asked.
  private static let module = """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (import "ic0" "msg_arg_data_size" (func $size (result i32)))
      (import "ic0" "msg_arg_data_copy" (func $copy (param i32 i32 i32)))
      (import "ic0" "msg_reject_msg_size" (func $reason_size (result i32)))
      (import "ic0" "msg_reject_msg_copy" (func $reason_copy (param i32 i32 i32)))
      (import "ic0" "call_new" (func $call (param i32 i32 i32 i32 i32 i32 i32 i32)))
      (import "ic0" "call_data_append" (func $call_append (param i32 i32)))
      (import "ic0" "call_cycles_add" (func $pay (param i64)))
      (import "ic0" "call_perform" (func $perform (result i32)))
      (import "ic0" "debug_print" (func $print (param i32 i32)))
      (table 2 funcref)
      (elem (i32.const 0) $replied $rejected)
      (memory 1)
      (data (i32.const 0) "http_request")
      (func $load (call $copy (i32.const 64) (i32.const 0) (call $size)))
      (func $replied (param i32)
        (call $load) (call $append (i32.const 64) (call $size)) (call $reply))
      (func $rejected (param i32)
        (call $reason_copy (i32.const 64) (i32.const 0) (call $reason_size))
        (call $append (i32.const 64) (call $reason_size)) (call $reply))
      (func (export "canister_update fetch")
        (call $load)
        (call $call (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 12)
          (i32.const 0) (i32.const 7) (i32.const 1) (i32.const 7))
        (call $call_append (i32.const 64) (call $size))
        (call $pay (i64.const 30_000_000_000))
        (drop (call $perform)))
      (func (export "canister_query same")
        (call $load) (call $print (i32.const 0) (i32.const 4))
        (call $append (i32.const 64) (call $size)) (call $reply)))
    """

  private static let rules = """
    [
      { "url": "https://a/", "status": 200, "headers": [["x", "y"]], "body": "hello" },
      { "url": "https://b/", "method": "POST", "status": 404, "body_base64": "AAE=" },
      { "url": "https://c/", "reject": { "code": 2, "message": "timeout" } }
    ]
    """

  /// A line of a script that makes a request.
  private static func fetch(_ url: String, _ method: String = "get", more: String = "") throws
    -> String
  {
    let interface = try CandidInterface(
      parsing: CandidSource(
        name: "test",
        text: """
          type h = vec record { name : text; value : text };
          type r = record { status : nat; headers : h; body : blob };
          type t = func (record { response : r; context : blob }) -> (r) query;
          service : { f : (record { url : text; method : variant { get; post }; headers : h;
            transform : opt record { function : t; context : blob } }) -> () }
          """))
    let bytes = try ArgumentText.encode(
      CandidSource(
        name: "test",
        text: """
          (record { url = "\(url)"; method = variant { \(method) }; headers = vec {}; \(more) })
          """),
      as: interface.method(named: "f")?.type.arguments ?? [], in: interface.types)
    let digits = bytes.map { String(($0 >> 4), radix: 16) + String($0 & 15, radix: 16) }.joined()
    return "ingress \(RunCommandTests.id) fetch 0x\(digits)\n"
  }

  @Test(arguments: [[], ["--loader", "memory"], ["--engine", "interpreter"]])
  func canistersGetTheAnswers(engine: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(Self.module), to: "m.wasm")
      try tinsmith.write(Self.rules, to: "answers.json")
      let transform = #"transform = opt record { function = func "ID".same; context = blob "z" }"#
        .replacing("ID", with: RunCommandTests.id)
      let script =
        try "install \(RunCommandTests.id) m.wasm 0x\n" + Self.fetch("https://a/")
        + Self.fetch("https://a/", more: transform) + Self.fetch("https://b/", "post")
        + Self.fetch("https://b/") + Self.fetch("https://c/")
      try tinsmith.write(script, to: "script.drun")
      let outcome = try tinsmith.run(
        ["run", "script.drun", "--json", "--outcalls", "answers.json"] + engine)
      #expect(outcome.isSuccess, "\(outcome.errorText)")
      let replies: [String] = outcome.outputText.components(separatedBy: "\"hex\":\"")
        .map { String($0.prefix { $0 != "\"" }) }.suffix(5)
      func hex(_ text: String) -> String {
        text.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
      }
      try #require(replies.count == 5)
      #expect(replies[0].contains(hex("hello")) && replies[0].hasPrefix(hex("DIDL")))
      // What the transform is asked has the context, too.
      #expect(replies[1].contains(hex("hello")) && replies[1].count > replies[0].count)
      #expect(outcome.outputText.contains("\"text\":\"http\""))
      #expect(replies[2].contains("0001"))
      #expect(replies[3].hasPrefix(hex("Nothing is known to answer GET https://b/")))
      #expect(replies[4] == hex("timeout"))
    }
  }

  @Test func filesThatAreNotUnderstoodAreNamed() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write("{}", to: "answers.json")
      try tinsmith.write("create\n", to: "script.drun")
      let outcome = try tinsmith.run("run", "script.drun", "--outcalls", "answers.json")
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      #expect(outcome.errorText.contains("answers.json: no list of answers to HTTP requests: "))
      let absent = try tinsmith.run("run", "script.drun", "--outcalls", "absent.json")
      #expect(absent.status != 0 && absent.errorText.contains("absent.json"))
    }
  }
}
