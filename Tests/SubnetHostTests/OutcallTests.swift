import Admission
import Executions
import Candid
import Testing

@testable import Subnet
@testable import SubnetHost

/// HTTP requests of canisters, and the answers of a script.
struct OutcallTests {
  private static let url = "https://example.com/"
  private static let response = HTTPResponse(
    status: 200, headers: [HTTPHeader(name: "a", value: "b")], body: Array("hello".utf8))

  /// A request in Candid's text form; `ID` is the caller.
  private static func argument(_ text: String, from caller: Principal) throws -> [UInt8] {
    let interface = try CandidInterface(
      parsing: CandidSource(
        name: "test",
        text: """
          type h = vec record { name : text; value : text };
          service : { f : (record { url : text; method : variant { get; head; post; put };
            headers : h; body : opt blob; max_response_bytes : opt nat64;
            is_replicated : opt bool; transform : opt record {
              function : func (record { context : blob; response : record {
                status : nat; headers : h; body : blob } }) -> (record {
                status : nat; headers : h; body : blob }) query; context : blob } }) -> () }
          """))
    let types = interface.method(named: "f")?.type.arguments ?? []
    return try ArgumentText.encode(
      CandidSource(name: "test", text: text.replacing("ID", with: caller.description)), as: types,
      in: interface.types)
  }

  /// What the callback of a canister gets that makes a request, and the cycles that are left.
  private func outcome(
    of text: String, cycles: UInt128 = 21_000_000_000_000,
    rules: [OutcallScript.Rule] = [OutcallScript.Rule(url: url, answer: .response(response))],
    transform: @escaping (Execution) -> Outcome = { _ in .nothing }
  ) throws -> (answer: [UInt8], refund: UInt128) {
    let fake = FakeSubnet(.normal)
    fake.subnet.outcalls = OutcallScript(rules: rules)
    var refund: UInt128 = 0
    var argument: [UInt8] = []
    let methods: [String: CanisterMethodKind] = [
      "go": .update, "strip": .query, "both": .compositeQuery,
    ]
    let id = try fake.add("a", methods: methods) { execution in
      switch execution.entry {
      case .update:
        var call = OutgoingCall(callee: .management, method: "http_request", payload: argument)
        call.cycles = cycles
        return .calls(call)
      case .query: return transform(execution)
      case .replyCallback, .rejectCallback:
        refund = execution.refundedCycles
        return CallTests.echo(execution)
      default: return .nothing
      }
    }
    argument = try Self.argument(text, from: id)
    guard case .reply(let bytes) = try fake.go(id) else { throw NoReply() }
    return (bytes, refund)
  }

  private struct NoReply: Error {}

  private static func encoded(_ response: HTTPResponse) -> [UInt8] {
    ManagementInterface.encode([response.value], of: "http_request")
  }

  private func text(
    of request: String, rules: [OutcallScript.Rule]? = nil, cycles: UInt128 = 21_000_000_000_000,
    transform: @escaping (Execution) -> Outcome = { _ in .nothing }
  ) throws -> String {
    let rules = rules ?? [OutcallScript.Rule(url: Self.url, answer: .response(Self.response))]
    let answer = try outcome(of: request, cycles: cycles, rules: rules, transform: transform).answer
    return String(decoding: answer, as: UTF8.self)
  }

  private static let plain = """
    (record { url = "https://example.com/"; method = variant { get }; headers = vec {} })
    """

  /// (3,000,000 + 60,000 · 13 + 400 · 20 + 800 · 2,000,000) · 13 for a URL of 20 bytes.
  @Test func answersComeBackForAPrice() throws {
    let price: UInt128 = (3_000_000 + 60_000 * 13 + 400 * 20 + 800 * 2_000_000) * 13
    let found = try outcome(of: Self.plain, cycles: price + 7)
    #expect(found.answer == Self.encoded(Self.response))
    #expect(found.refund == 7)
    #expect(
      try text(of: Self.plain, cycles: price - 1)
        == "4 http_request request sent with 20_849_243_999 cycles, but 20_849_244_000 cycles are "
        + "required.")
  }

  @Test func theFirstRuleThatFitsAnswers() throws {
    let rules = [
      OutcallScript.Rule(
        url: Self.url, method: "post", answer: .response(HTTPResponse(status: 201))),
      OutcallScript.Rule(
        url: Self.url,
        answer: .rejected(Rejection(code: .systemTransient, message: "Timeout expired"))),
    ]
    #expect(try text(of: Self.plain, rules: rules) == "2 Timeout expired")
    let post = Self.plain.replacing("get", with: "post")
    #expect(
      try outcome(of: post, rules: rules).answer
        == Self.encoded(HTTPResponse(status: 201)))
    #expect(
      try text(of: Self.plain, rules: [])
        == "2 Nothing is known to answer GET https://example.com/: give its answer in a file with "
        + "--outcalls")
  }

  /// Parts of the request, what stands in their place, and what is said then.
  private static let excesses: [(part: String, replacement: String, message: String)] = [
    (
      #"url = "https://example.com/""#, #"url = "\#(String(repeating: "x", count: 8193))""#,
      "url size 8193 exceeds 8192"
    ),
    (
      "vec {}",
      "vec { \(String(repeating: #"record { name = "a"; value = "" };"#, count: 65)) }",
      "number of all http headers 65 exceeds 64"
    ),
    (
      "vec {}",
      #"vec { record { name = ""; value = "\#(String(repeating: "v", count: 8193))" } }"#,
      "number of bytes to represent some http header value 8193 exceeds 8192"
    ),
    (
      "headers", "max_response_bytes = opt 2_000_001; headers",
      "max_response_bytes expected to be in the range [0..2000000], got 2000001"
    ),
    (
      "get", "put", "The requested HTTP method is only allowed for non-replicated requests."
    ),
    (
      "headers",
      #"transform = opt record { function = func "aaaaa-aa".strip; context = blob "" }; headers"#,
      "transform principal id expected to be rwlgt-iiaaa-aaaaa-aaaaa-cai, got aaaaa-aa"
    ),
  ]

  @Test(arguments: excesses.indices)
  func requestsAreLimited(index: Int) throws {
    let (part, replacement, message) = Self.excesses[index]
    let request = Self.plain.replacing(part, with: replacement)
    #expect(try text(of: request) == "4 \(message)")
  }

  @Test(arguments: [
    (5, "1 Http body exceeds size limit of 5 bytes."),
    (6, "1 Http body exceeds size limit of 6 bytes."),
    (1, "1 Header size exceeds specified response size limit 1"), (7, nil),
  ])
  func responsesAreLimited(limit: Int, message: String?) throws {
    let request = Self.plain.replacing(
      "headers", with: "max_response_bytes = opt \(limit); headers")
    let found = try outcome(of: request).answer
    if let message {
      #expect(String(decoding: found, as: UTF8.self) == message)
    } else {
      #expect(found == Self.encoded(Self.response))
    }
  }

  // Transforms

  private static let transformed = plain.replacing(
    "headers",
    with: #"transform = opt record { function = func "ID".strip; context = blob "x" }; headers"#)

  @Test func queriesTransformResponses() throws {
    let found = try outcome(of: Self.transformed) { execution in
      #expect(execution.isTransform && execution.caller == .management)
      #expect(execution.dataCertificate == nil && execution.method == "strip")
      #expect(
        execution.argument
          == ManagementInterface.encode(
            arguments: [
              .record(["response": Self.response.value, "context": .blob(Array("x".utf8))])
            ], of: "transform"))
      return .reply([1, 2])
    }
    #expect(found.answer == [1, 2])
  }

  @Test func transformsThatFailReject() throws {
    let frame = "Error from Canister rwlgt-iiaaa-aaaaa-aaaaa-cai: "
    #expect(
      try text(of: Self.transformed) { _ in .trap("no") }
        .hasPrefix("5 IC0502: \(frame)Canister trapped: no"))
    #expect(try text(of: Self.transformed) { _ in Outcome(result: .reject("no")) } == "4 no")
    #expect(
      try text(of: Self.transformed) { _ in .nothing }
        == "5 IC0506: Canister rwlgt-iiaaa-aaaaa-aaaaa-cai did not produce a response")
    #expect(
      try text(of: Self.transformed.replacing("strip", with: "both"))
        == "5 IC0527: Composite query cannot be used as transform in canister http outcalls.")
    #expect(
      try text(of: Self.transformed.replacing("strip", with: "go"))
        .hasPrefix("5 IC0536: \(frame)Canister has no query method 'go'"))
    let limited = Self.transformed.replacing(
      "headers", with: "max_response_bytes = opt 20; headers")
    #expect(
      try text(of: limited) { _ in .reply([UInt8](repeating: 0, count: 21)) }
        == "1 Transformed http response exceeds limit: 20")
  }

  @Test(arguments: [[], Array("DIDL\0\0".utf8), Array("DIDL\0\u{1}q\u{1}a".utf8)])
  func whatIsNoRequestIsRefused(payload: [UInt8]) throws {
    let fake = FakeSubnet()
    let id = try CallTests.addCaller(
      of: .management, to: fake, method: "http_request", CallTests.echo)
    guard case .reply(let bytes) = try fake.go(id, payload) else { throw NoReply() }
    #expect(
      String(decoding: bytes, as: UTF8.self)
        .hasPrefix("4 Error decoding candid: "))
  }
}
