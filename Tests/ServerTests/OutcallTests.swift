import Bytes
import Candid
import JSON
import Subnet
import TestSupport
import Testing

/// HTTP requests of canisters, which tests answer.
@Suite(.enabled(if: TinsmithProgram.canRun, Comment(rawValue: TinsmithProgram.absence)))
struct OutcallTests {
  /// The canister's transform of all responses.
  private static let transformed = ManagementInterface.encode(
    [
      .record([
        "status": .nat(BigInteger(200)), "headers": .vector([]), "body": .blob([7]),
      ])
    ], of: "http_request")

  /// An instance with a request that waits for its answer, and the caller.
  private struct Fixture {
    let client: PocketICClient
    let message: JSONValue
    let open: JSONValue

    init(transforms: Bool = false) throws {
      client = try PocketICClient(ServerProgram())
      let canister = try client.installed(
        Canisters.asker(transforming: OutcallTests.transformed))
      let transform: CandidValue = .record([
        "function": .function(canister, method: "transform"), "context": .blob([]),
      ])
      let argument = ManagementInterface.argument(
        [
          "url": .text("https://a.example/x"), "method": .variant("get", .null),
          "headers": .vector([.record(["name": .text("accept"), "value": .text("*/*")])]),
          "max_response_bytes": .option(.nat64(1000)),
          "transform": transforms ? .option(transform) : CandidValue.none,
        ], of: "http_request")
      message = try client.submit(canister, "go", argument).get()
      for _ in 0..<2 { try client.tick() }
      guard case .array(let list) = try client.get("read/get_canister_http"), list.count == 1
      else { throw PocketICClient.Unparsable(json: "no request") }
      open = list[0]
    }

    /// Answers the request.
    func mock(_ response: JSONValue, additional: [JSONValue] = [], id: JSONValue? = nil) throws {
      let answer = try client.post(
        "update/mock_canister_http",
        [
          "subnet_id": open["subnet_id"] ?? .null, "request_id": id ?? open["request_id"] ?? .null,
          "response": response, "additional_responses": .array(additional),
        ])
      #expect(answer == .null)
    }

    var isOpen: Bool {
      get throws { try client.get("read/get_canister_http") != .array([]) }
    }
  }

  private static func reply(_ body: String) -> JSONValue {
    [
      "CanisterHttpReply": [
        "status": .integer(200), "headers": .array([]),
        "body": .string(Base64.encode(Array(body.utf8))),
      ]
    ]
  }

  private static func reject(_ code: UInt128, _ message: String) -> JSONValue {
    ["CanisterHttpReject": ["reject_code": .integer(code), "message": .string(message)]]
  }

  @Test func requestsAreListedAndAnswered() throws {
    let fixture = try Fixture()
    #expect(fixture.open["http_method"] == .string("GET"))
    #expect(fixture.open["url"] == .string("https://a.example/x"))
    #expect(
      fixture.open["headers"]
        == .array([["name": .string("accept"), "value": .string("*/*")]]))
    #expect(fixture.open["body"] == .string(""))
    #expect(fixture.open["max_response_bytes"] == .integer(1000))
    try fixture.mock(Self.reply("hello"))
    #expect(try !fixture.isOpen)
    guard case .reply(let bytes) = try fixture.client.answer(to: fixture.message) else { return }
    let response = try ManagementInterface.result(bytes, of: "http_request")
    #expect(response["body"].bytes == Array("hello".utf8))
  }

  @Test func requestsAreRejected() throws {
    let fixture = try Fixture()
    try fixture.mock(Self.reject(2, "no such thing"))
    #expect(
      try fixture.client.answer(to: fixture.message) == .reply(Array("no such thing".utf8)))
  }

  @Test(arguments: [false, true])
  func nodesHaveToAgree(transforms: Bool) throws {
    let fixture = try Fixture(transforms: transforms)
    let responses = (0..<13).map { Self.reply("\($0)") }
    try fixture.mock(responses[0], additional: Array(responses.dropFirst()))
    let outcome = try fixture.client.answer(to: fixture.message)
    if transforms {
      #expect(outcome == .reply(Self.transformed))
    } else {
      guard case .reply(let bytes) = outcome else { return }
      #expect(
        String(decoding: bytes, as: UTF8.self).hasPrefix(
          "No consensus could be reached. Replicas had different responses. Details: "))
    }
  }

  @Test func answersThatNobodyCanGiveAreRefused() throws {
    let fixture = try Fixture()
    func message(_ body: () throws -> Void) -> String? {
      #expect(throws: PocketICClient.Refusal.self) { try body() }?.message
    }
    let wrongCount = message { try fixture.mock(Self.reply("a"), additional: [Self.reply("a")]) }
    #expect(wrongCount == "InvalidMockCanisterHttpResponses((2, 13))")
    let wrongID = message { try fixture.mock(Self.reply("a"), id: .integer(9)) }
    #expect(wrongID?.hasPrefix("InvalidCanisterHttpRequestId((") == true)
    #expect(message { try fixture.mock(Self.reject(7, "")) } == "InvalidRejectCode(7)")
    let long = message { try fixture.mock(Self.reject(1, String(repeating: "a", count: 1025))) }
    #expect(long == "CanisterHttpRejectMessageTooLong((1025, 1024))")
    #expect(try fixture.isOpen)
  }

  @Test func requestsTimeOut() throws {
    let fixture = try Fixture()
    try fixture.client.setTime(fixture.client.time + 60_000_000_000)
    #expect(
      try fixture.client.answer(to: fixture.message)
        == .reply(Array("Canister http request timed out".utf8)))
    #expect(try !fixture.isOpen)
  }
}
