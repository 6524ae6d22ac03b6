import Foundation
import TestSupport
import Testing

/// The tiers of code, which differ in nothing but speed.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct TierTests {
  private static let script = """
    install rwlgt-iiaaa-aaaaa-aaaaa-cai counter.wasm 0x
    ingress rwlgt-iiaaa-aaaaa-aaaaa-cai inc 0x
    query rwlgt-iiaaa-aaaaa-aaaaa-cai get 0x
    """

  private struct Line: Decodable, Equatable {
    let result: String
    let hex: String?
    let instructions: UInt64
  }

  private struct TieredLine: Decodable {
    let tiers: [String]
  }

  private func inFolder(_ body: (Tinsmith) throws -> Void) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      try tinsmith.write(Self.script, to: "script.drun")
      try body(tinsmith)
    }
  }

  /// The results of the script, and the tiers that ran it.
  private func run(
    _ tinsmith: Tinsmith, _ options: String..., environment: [String: String] = [:]
  ) throws -> (lines: [Line], tiers: Set<String>) {
    let outcome = try tinsmith.run(
      ["run", "script.drun", "--json"] + options, environment: environment)
    #expect(outcome.isSuccess && outcome.errorText.isEmpty, "\(outcome.errorText)")
    let decoder = JSONDecoder()
    let texts = outcome.outputText.split(separator: "\n").map { Data($0.utf8) }
    let tiers = try texts.flatMap { try decoder.decode(TieredLine.self, from: $0).tiers }
    return (try texts.map { try decoder.decode(Line.self, from: $0) }, Set(tiers))
  }

  @Test func allTiersSayTheSame() throws {
    try inFolder { tinsmith in
      let best = try run(tinsmith, "--tier", "best")
      for tier in ["interpreter", "quick"] {
        let other = try run(tinsmith, "--tier", tier)
        #expect(other.lines == best.lines)
        #expect(other.tiers == [tier])
      }
      #expect(best.tiers == ["best"])
      #expect(try run(tinsmith, environment: ["TINSMITH_TIER": "quick"]).tiers == ["quick"])
    }
  }

  /// A canister whose message is over in a moment in native code, and takes minutes interpreted.
  private static let long = module(with: "")

  private static func module(with functions: String) -> String {
    """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (memory 1)
      (func (export "canister_update work") (local $left i32) (local $sum i64)
        (local.set $left (i32.const 200000000))
        (loop $next
          (local.set $sum
            (i64.add
              (i64.mul (local.get $sum) (i64.const 6364136223846793005))
              (i64.extend_i32_u (local.get $left))))
          (br_if $next
            (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
        (i64.store (i32.const 0) (local.get $sum))
        (call $append (i32.const 0) (i32.const 8))
        (call $reply))
      \(functions))
    """
  }

  private func inFolderOfLongMessages(
    _ module: String = Self.long, _ body: (Tinsmith) throws -> Void
  ) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(module), to: "long.wasm")
      try tinsmith.write(
        """
        install rwlgt-iiaaa-aaaaa-aaaaa-cai long.wasm 0x
        ingress rwlgt-iiaaa-aaaaa-aaaaa-cai work 0x
        """, to: "script.drun")
      try body(tinsmith)
    }
  }

  /// It is begun again in native code as soon as there is some, which the next command finds.
  @Test func longMessagesEndInBetterCode() throws {
    try inFolderOfLongMessages { tinsmith in
      let first = try run(tinsmith, "--tier", "auto")
      #expect(first.tiers == ["interpreter", "best"])
      let second = try run(tinsmith, "--tier", "auto")
      #expect(second.tiers == ["best"])
      #expect(second.lines == first.lines)
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }

  /// The process that compiles ends with the command, even if that is killed.
  @Test(arguments: [SIGKILL, SIGTERM]) func compilationsEndWithTheirCommand(signal: Int32) throws {
    // Compiling takes longer than the test waits.
    let function =
      "(func (param i64) (result i64) (local.get 0)"
      + String(repeating: " (i64.xor (local.get 0)) (i64.mul (local.get 0))", count: 40) + ")\n"
    let module = Self.module(with: String(repeating: function, count: 3000))
    try inFolderOfLongMessages(module) { tinsmith in
      let command = try tinsmith.start(["run", "script.drun", "--tier", "auto"])
      var compiler: pid_t?
      let deadline = Date.now + 120
      while compiler == nil, Date.now < deadline {
        compiler = ProcessTable.children(of: command.processIdentifier).first {
          let words = try? String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8)
          return words?.contains("\0prepare\0") == true
        }
        usleep(1000)
      }
      let found = try #require(compiler)
      kill(command.processIdentifier, signal)
      command.waitUntilExit()
      #expect(ProcessTable.hasEnded(found))
    }
  }

  @Test func contradictionsAreRefused() throws {
    try inFolder { tinsmith in
      for (options, environment) in [
        (["--tier", "best", "--engine", "interpreter"], [:]),
        (["--tier", "auto", "--no-cache"], [:]), ([], ["TINSMITH_TIER": "fast"]),
      ] {
        let outcome = try tinsmith.run(
          ["run", "script.drun"] + options, environment: environment)
        #expect(outcome.status == 2 && !outcome.errorText.isEmpty)
      }
    }
  }
}
