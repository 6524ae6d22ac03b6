import Candid
import Engines
import Executions
import Foundation
import TestSupport
import Testing

@testable import CanisterProcess

/// Processes that play canisters well and badly, as shell scripts.
struct ProcessConnectionTests {
  /// Scripts start programs, as no canister may.
  let group = ProcessGroup(patienceMilliseconds: 200, isConfined: false)

  func launch(_ script: String) throws -> ProcessConnection {
    // What follows the script are its parameters: those of the protocol.
    let program = CanisterProgram(executablePath: "/bin/sh", arguments: ["-c", script, "canister"])
    return try ProcessConnection(
      program: program, state: StateFolder(path: "/nowhere"), group: group)
  }

  /// Writes `done`.
  static let writeDone = #"printf "\001\000\000\000\002";"#
  /// Reads and answers the greeting: nine bytes.
  static let greet = "head -c 9 >/dev/null; \(writeDone)"
  /// Reads a request without fields: five bytes.
  static let readRequest = "head -c 5 >/dev/null;"

  @Test func requestsAreAnswered() throws {
    let process = try launch(
      "\(Self.greet) \(Self.readRequest) \(Self.writeDone) \(Self.readRequest) \(Self.writeDone)")
    #expect(try process.respond(to: .commit) == .done)
    #expect(try process.respond(to: .rollback) == .done)
    #expect(throws: ConnectionError.ended(.exit(status: 0))) { try process.respond(to: .commit) }
    #expect(group.runningCount == 0)
  }

  @Test func requestsMayBeSentTogether() throws {
    let process = try launch(
      "\(Self.greet) head -c 10 >/dev/null; \(Self.writeDone) \(Self.writeDone)")
    #expect(try process.respond(to: [.commit, .rollback]) == [.done, .done])
    let failing = try launch(
      Self.greet + #"head -c 5 >/dev/null; printf "\006\000\000\000\000\001\000\000\000!""#)
    #expect(throws: ConnectionError.refused("!")) { try failing.respond(to: [.commit, .commit]) }
  }

  @Test func otherVersionsAreRefused() throws {
    let process = try launch(
      #"printf "\006\000\000\000\000\001\000\000\000!"; cat >/dev/null"#)
    #expect(throws: ConnectionError.refused("!")) { try process.respond(to: .commit) }
    let silent = try launch(#"printf "\005\000\000\000\004\000\000\000\000"; cat >/dev/null"#)
    #expect(
      throws: ConnectionError.unexpectedResponse(expected: "the version of the protocol")
    ) { try silent.respond(to: .commit) }
  }

  @Test func parametersAreThoseOfTheProtocol() throws {
    let process = try launch(
      #"test "$*" = "--serve --state /nowhere --durability none" || exit 9; "#
        + "\(Self.greet) \(Self.readRequest) \(Self.writeDone)")
    #expect(try process.respond(to: .commit) == .done)
  }

  @Test(arguments: [
    ("exit 3", ConnectionError.ended(.exit(status: 3))),
    ("kill -SEGV $$", .ended(.signal(SIGSEGV))),
    (#"printf "\001\000"; exit 4"#, .ended(.exit(status: 4))),
    (
      #"printf "\001\000\000\000\011"; cat"#,
      .malformedResponse(WireError(.unknownValue(9, of: "response"), at: 0))
    ),
    (
      #"printf "\000\000\000\000"; cat"#,
      .malformedResponse(WireError(.truncated(needed: 1, left: 0), at: 0))
    ),
    (#"printf "\377\377\377\377"; cat"#, .responseTooLong(sizeBytes: 0xFFFF_FFFF)),
  ])
  func badProcessesAreGivenUp(script: String, error: ConnectionError) throws {
    let process = try launch("\(Self.greet) \(Self.readRequest) \(script)")
    #expect(throws: error) { try process.respond(to: .commit) }
    #expect(group.runningCount == 0)
  }

  @Test func requestsMayBeTooLong() throws {
    let process = try launch("cat >/dev/null")
    var execution = Execution(entry: .update, timeNanoseconds: 0, caller: .anonymous)
    execution.argument = Array(repeating: 0, count: ConnectionError.maximumFrameSizeBytes)
    #expect(throws: ConnectionError.self) { try process.respond(to: .execute(execution)) }
  }

  /// A process that answers with these frames.
  private func launch(
    _ frames: [[UInt8]], in folder: borrowing ScratchFolder
  ) throws -> ProcessConnection {
    var writer = WireWriter()
    for frame in frames { writer.bytes(frame) }
    let path = folder.path + "/frames"
    try Data(writer.frame).write(to: URL(fileURLWithPath: path))
    return try launch("\(Self.greet) \(Self.readRequest) cat \(path); cat >/dev/null")
  }

  @Test func callsMayFollowTheirOutcome() throws {
    let folder = ScratchFolder()
    var outcome = ResponseTests.outcome
    let following = ["a", "b", "c"].map { OutgoingCall(callee: .management, method: $0) }
    let frames = [following[..<1], following[1...]].map { OutgoingCall.frame(of: Array($0)) }
    let process = try launch([outcome.frame(followingCalls: 3)] + frames, in: folder)
    outcome.calls += following
    #expect(try process.respond(to: .commit) == .outcome(outcome))
  }

  @Test(arguments: [
    [2], OutgoingCall.frame(of: []), OutgoingCall.frame(of: ResponseTests.outcome.calls),
  ])
  func onlyCallsMayFollow(frame: [UInt8]) throws {
    let folder = ScratchFolder()
    let first = ResponseTests.outcome.frame(followingCalls: 1)
    let process = try launch([first, frame], in: folder)
    #expect(throws: ConnectionError.unexpectedResponse(expected: "the rest of the calls")) {
      try process.respond(to: .commit)
    }
  }

  @Test func missingExecutablesAreNamed() {
    let program = CanisterProgram(executablePath: "/nowhere/canister")
    #expect(
      throws: ConnectionError.notStarted(
        executable: "/nowhere/canister", reason: "No such file or directory")
    ) { try ProcessConnection(program: program, state: StateFolder(path: "/"), group: group) }
  }

  @Test func nothingIsLeftBehind() throws {
    do {
      let process = try launch("exec sleep 1000")
      #expect(group.runningCount == 1)
      withExtendedLifetime(process) {}
    }
    #expect(group.runningCount == 0)
    let process = try launch("exec sleep 1000")
    process.end(completesState: false)
    #expect(group.runningCount == 0)
  }

  @Test func processesMayCompleteTheirState() throws {
    let directory = ScratchFolder()
    let process = try launch("cat >/dev/null; echo >\(directory.path)/complete")
    process.end(completesState: true)
    #expect(FileManager.default.fileExists(atPath: directory.path + "/complete"))
    let stubborn = try launch("exec sleep 1000")
    stubborn.end(completesState: true)
    #expect(group.runningCount == 0)
  }

  @Test func interruptionsEndAll() throws {
    let process = try launch("exec sleep 1000")
    group.endAll()
    #expect(throws: ConnectionError.ended(.signal(SIGKILL))) { try process.respond(to: .commit) }
    #expect(throws: ConnectionError.self) { try launch("exec sleep 1000") }
    #expect(group.runningCount == 0)
  }
}
