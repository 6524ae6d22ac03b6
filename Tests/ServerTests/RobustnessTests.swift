import Foundation
import JSON
import TestSupport
import Testing

/// Requests that no client sends, and very many instances.
@Suite(.enabled(if: TinsmithProgram.canRun, Comment(rawValue: TinsmithProgram.absence)))
struct RobustnessTests {
  @Test func whatIsNoRequestIsRefused() throws {
    let client = try PocketICClient(ServerProgram())
    let path = "/instances/0"
    let bodies = [
      "", "{", "null", "[]", "\"\"", "{\"sender\":4}", String(repeating: "[", count: 100_000),
      #"{"canister_id":"BA=","amount":1}"#,
      #"{"canister_id":"\#(String(repeating: "A", count: 400))"}"#,
      #"{"canister_id":"","amount":-1}"#, #"{"canister_id":"","amount":1e400}"#,
      #"{"nanos_since_epoch":340282366920938463463374607431768211456}"#,
      #"{"nanos_since_epoch":18446744073709551615}"#,
    ]
    for operation in [
      "read/query", "update/submit_ingress_message", "update/await_ingress_message",
      "read/ingress_status", "update/set_time", "read/get_cycles", "update/add_cycles",
      "update/set_stable_memory", "read/get_subnet", "read/pub_key", "update/mock_canister_http",
      "update/delete_subnet",
    ] {
      for body in bodies {
        let answer = try client.raw("POST", "\(path)/\(operation)", Array(body.utf8))
        let isRefused = answer.status == 400 || operation == "read/get_subnet"
        #expect(isRefused, "\(operation) \(body.prefix(50)): \(answer.status)")
        #expect(throws: Never.self) { try JSONParser.parse(answer.body) }
      }
    }
    for body in bodies {
      #expect(try client.raw("POST", "/instances", Array(body.utf8)).status == 400)
    }
    for path in [
      "/", "/nothing", "/instances/0/nothing", "/instances/9/read/get_time",
      "/instances/-1/read/get_time", "/instances/x/read/get_time", "/instances/0/../../etc/passwd",
      "/instances/18446744073709551616/read/get_time", "/%00", "/blobstore/../../../etc/passwd",
    ] {
      let status = try client.raw("GET", path).status
      #expect(status == 404 || status == 400, "\(path): \(status)")
    }
    try client.tick()
  }

  /// Changes bytes of requests at random: each is answered, and the server goes on.
  @Test func randomRequestsAreAnswered() throws {
    let server = try ServerProgram()
    let client = try PocketICClient(server)
    let canister = try client.installed(Canisters.counter)
    var random = SplitMix64(state: 17)
    let bodies = [
      ("update/add_cycles", #"{"canister_id":"///////gAAABAQ==","amount":5}"#),
      (
        "read/query",
        #"{"sender":"BA==","canister_id":"///////gAAABAQ==","effective_principal":"None","#
          + #""method":"read","payload":"RElETAAA"}"#
      ),
      (
        "update/submit_ingress_message",
        #"{"sender":"BA==","canister_id":"","effective_principal":{"CanisterId":"#
          + #""///////gAAABAQ=="},"method":"canister_status","payload":"RElETAAA"}"#
      ),
    ]
    for round in 0..<1500 {
      let (path, text) = bodies[round % bodies.count]
      var body = Array(text.utf8)
      for _ in 0...random.next(below: 3) {
        let index = random.next(below: body.count)
        if random.next(below: 2) == 0 {
          body[index] = UInt8(random.next(below: 256))
        } else {
          body.removeSubrange(index..<min(body.count, index + 3))
        }
        if body.isEmpty { break }
      }
      let answer = try client.raw("POST", "/instances/0/\(path)", body)
      #expect([200, 400].contains(answer.status))
    }
    #expect(try client.query(canister, "read") == .reply([0, 0, 0, 0]))
    #expect(server.process.isRunning)
  }

  /// Of concurrent requests to delete an instance, one ends it, and all report that it is gone.
  @Test func instanceIsDeletedOnceOnly() throws {
    let server = try ServerProgram()
    for number in 0..<8 {
      try PocketICClient(server).tick()
      let connections = try (0..<8).map { _ in try server.connect() }
      let request = "DELETE /instances/\(number) HTTP/1.1\r\n\r\n"
      for connection in connections { try connection.send(Array(request.utf8)) }
      #expect(try connections.allSatisfy { try $0.answer().status == 200 })
    }
    let list = try PocketICClient(server).raw("GET", "/instances").body
    let states = try JSONParser.parse(list)
    #expect(
      states == .array(Array(repeating: .string("Deleted"), count: 8) + [.string("Available")]))
    #expect(server.process.isRunning)
  }

  @Test func brokenHTTPEndsItsConnectionOnly() throws {
    let server = try ServerProgram()
    let client = try PocketICClient(server)
    for bytes in [
      "NONSENSE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
      "POST /instances HTTP/1.1\r\nContent-Length: x\r\n\r\n",
      "GET /\(String(repeating: "a", count: 200_000)) HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.1\r\n"
        + String(repeating: "X: \(String(repeating: "y", count: 1000))\r\n", count: 200)
        + "\r\n",
    ] {
      let connection = try server.connect()
      // It may be closed while the rest is sent.
      try? connection.send(Array(bytes.utf8))
      let status = try? connection.answer().status
      #expect(status == nil || (400..<500).contains(status ?? 0), "\(bytes.prefix(20))")
    }
    for (path, size) in [("blobstore", 99_999_999_999_999), ("instances", 17 << 20)] {
      let huge = try server.connect()
      try huge.send(
        Array("POST /\(path) HTTP/1.1\r\nContent-Length: \(size)\r\n\r\n".utf8))
      #expect(try huge.answer().status == 413)
    }
    try client.tick()
  }

  @Test func bodiesComeInChunks() throws {
    let server = try ServerProgram()
    let connection = try server.connect()
    try connection.send(
      Array("POST /blobstore HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n".utf8))
    usleep(10_000)
    try connection.send(Array("1\r\nc\r\n0\r\n\r\nGET /status HTTP/1.1\r\n\r\n".utf8))
    let answer = try connection.answer()
    #expect(
      String(decoding: answer.body, as: UTF8.self)
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(try connection.answer().status == 200)
  }

  @Test func instancesLeaveNothingBehind() throws {
    let server = try ServerProgram()
    let client = try PocketICClient(server)
    let subnets: JSONValue = ["application": .array([PocketICClient.subnet()])]
    func files() -> Int {
      (try? FileManager.default.contentsOfDirectory(
        atPath: "/proc/\(server.process.processIdentifier)/fd"))?.count ?? 0
    }
    var earlier = 0
    for round in 0..<200 {
      try client.create(subnets: subnets)
      if round % 20 == 0 {
        let canister = try client.installed(Canisters.counter)
        #expect(try client.update(canister, "write") == .reply([1, 0, 0, 0]))
      }
      try client.delete()
      if round == 20 { earlier = files() }
    }
    #expect(files() <= earlier + 4)
    let folders = try FileManager.default.contentsOfDirectory(atPath: server.folder.path)
      .filter { $0.hasPrefix("tinsmith-") }
    #expect(folders.count == 1)
    // Nor does the one that is left have anything.
    let left = try FileManager.default.contentsOfDirectory(
      atPath: "\(server.folder.path)/\(folders[0])")
    #expect(left.isEmpty)
  }
}
