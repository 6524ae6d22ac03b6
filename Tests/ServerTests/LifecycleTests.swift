import Foundation
import JSON
import TestSupport
import Testing

/// The program as clients start, find and end it.
@Suite(.enabled(if: TinsmithProgram.canRun, Comment(rawValue: TinsmithProgram.absence)))
struct LifecycleTests {
  @Test(arguments: ["11.0.0", "12.0.0", "13.0.0", "14.0.0", "15.0.0", "16.1.0"])
  func scriptsStandForVersions(version: String) throws {
    let folder = ScratchFolder()
    let script = "\(folder.path)/pocket ic's"
    let written = try Subprocess.run(
      TinsmithProgram.url, ["serve", "--script", script, "--pocket-ic", version])
    #expect(written.isSuccess, "\(written.errorText)")
    let answered = try Subprocess.run(URL(filePath: script), ["--version"])
    #expect(answered.outputText == "pocket-ic-server \(version)\n")
  }

  @Test func namesMakeAServer() throws {
    let folder = ScratchFolder()
    for name in ["pocket-ic", "pocket-ic-server"] {
      let link = "\(folder.path)/\(name)"
      try FileManager.default.createSymbolicLink(
        atPath: link, withDestinationPath: TinsmithProgram.url.path)
      let outcome = try Subprocess.run(
        URL(filePath: link), ["--version"],
        environment: ["TINSMITH_POCKET_IC_VERSION": "14.0.0"])
      #expect(outcome.outputText == "pocket-ic-server 14.0.0\n")
    }
  }

  @Test func theSecondServerEndsAtOnce() throws {
    let server = try ServerProgram()
    let second = try Subprocess.run(
      TinsmithProgram.url, ["serve", "--port-file", server.portFile], limitSeconds: 20)
    #expect(second.isSuccess && second.output.isEmpty)
    #expect(try server.connect().request("GET", "/status").status == 200)
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func signalsEndIt(signal: Int32) throws {
    let server = try ServerProgram()
    let client = try PocketICClient(server)
    _ = try client.installed(Canisters.counter)
    kill(server.process.processIdentifier, signal)
    #expect(server.ends(within: 20))
    #expect(try Self.content(of: server.folder) == ["error"])
    #expect(server.errorText == "")
  }

  private static func content(of folder: ScratchFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
  }

  @Test func itEndsWhenItIsNotUsed() throws {
    let server = try ServerProgram(["--ttl", "2"])
    let client = try PocketICClient(server)
    // As long as there are requests, it is in use.
    for _ in 0..<6 {
      usleep(500_000)
      try client.tick()
    }
    #expect(server.ends(within: 20))
    #expect(try Self.content(of: server.folder) == ["error"])
    #expect(server.process.terminationStatus == 0)
  }

  @Test func itEndsInTheEnd() throws {
    let server = try ServerProgram(["--ttl", "60", "--hard-ttl", "1"])
    #expect(server.ends(within: 20))
  }

  /// A file of a server that was killed does not keep the next one from starting.
  @Test func portFilesOfDeadServersAreReplaced() throws {
    let folder = ScratchFolder()
    let dead = try ServerProgram()
    kill(dead.process.processIdentifier, SIGKILL)
    #expect(dead.ends(within: 20))
    let file = "\(folder.path)/port"
    try Data("\(dead.port)\n".utf8).write(to: URL(filePath: file))
    let outcome = try Subprocess.run(
      TinsmithProgram.url, ["serve", "--port-file", file, "--ttl", "0"], limitSeconds: 30)
    #expect(outcome.isSuccess)
    #expect(!FileManager.default.fileExists(atPath: file))
  }

  @Test func instancesAreListedAndDeleted() throws {
    let server = try ServerProgram()
    let clients = [try PocketICClient(server), try PocketICClient(server)]
    #expect(clients.map(\.instance) == [0, 1])
    try clients[0].delete()
    try clients[0].delete()
    let answer = try clients[0].raw("GET", "/instances")
    #expect(
      try JSONParser.parse(answer.body) == .array([.string("Deleted"), .string("Available")]))
    #expect(throws: PocketICClient.Refusal.self) { try clients[0].tick() }
    try clients[1].tick()
  }
}
