import CanisterRuntime
package import Engines
import Executions
import Foundation

/// A canister in a process of its own, with one socket as its standard input and output.
///
/// A socket, not two pipes: writing to a process that is gone must be an error, and only a socket
/// allows that without a change of this process's signal dispositions.
package final class ProcessConnection: CanisterConnection {
  private let group: ProcessGroup
  private let identifier: pid_t
  private let socket: Int32
  private var end: ProcessEnd?
  /// The process knows which version of the protocol this one speaks.
  private var isGreeted = false

  /// Starts the program; `group` knows of it until it has ended.
  package init(
    program: CanisterProgram, state: StateFolder, group: ProcessGroup
  ) throws(ConnectionError) {
    var sockets: [Int32] = [-1, -1]
    // Close-on-exec, so that canisters started later don't hold this one's socket open.
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &sockets) == 0 else {
      throw .notStarted(executable: program.executablePath, reason: String(systemError: errno))
    }
    defer { Glibc.close(sockets[1]) }
    do {
      identifier = try group.spawn(
        program, arguments: ["--serve", "--state", state.path, "--durability", "none"],
        state: state, standardStreams: sockets[1])
    } catch {
      Glibc.close(sockets[0])
      throw .notStarted(executable: program.executablePath, reason: String(systemError: error.code))
    }
    self.group = group
    socket = sockets[0]
  }

  deinit { end(completesState: false) }

  package func respond(to requests: [Request]) throws(ConnectionError) -> [Response] {
    if let end { throw .ended(end) }
    var writer = WireWriter()
    // With the first request, so that it costs no round trip of its own.
    let greets = !isGreeted
    if greets { writer.bytes(Request.greeting) }
    for request in requests {
      let content = request.frame
      guard content.count <= ConnectionError.maximumFrameSizeBytes else {
        throw .requestTooLong(sizeBytes: content.count)
      }
      writer.bytes(content)
    }
    do {
      try send(writer.frame)
      if greets {
        guard try receiveResponse() == .done else {
          throw ConnectionError.unexpectedResponse(expected: "the version of the protocol")
        }
        isGreeted = true
      }
      var responses: [Response] = []
      while responses.count < requests.count { responses.append(try receiveResponse()) }
      return responses
    } catch let error as WireError {
      end(completesState: false)
      throw .malformedResponse(error)
    } catch let error as ConnectionError {
      end(completesState: false)
      throw error
    } catch {
      // It closed its socket: by ending, most likely.
      throw .ended(reap(patiently: true))
    }
  }

  package func end(completesState: Bool) {
    _ = reap(patiently: completesState)
  }

  package var interruption: @Sendable () -> Void {
    { [group, identifier] in group.interrupt(identifier) }
  }

  /// Ends the process, at once or after giving it time to exit, now that its input has ended.
  private func reap(patiently: Bool) -> ProcessEnd {
    if let end { return end }
    Glibc.close(socket)
    let end = group.reap(identifier, patiently: patiently)
    self.end = end
    return end
  }

  private func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw Disconnection() }
      sent += count
    }
  }

  /// Receives a response, with the calls of an outcome that were too many for one frame.
  private func receiveResponse() throws -> Response {
    let response = try Response(frame: try receiveFrame())
    // It ends after a failure: the requests behind it have no answer.
    if case .failure(let reason) = response { throw ConnectionError.refused(reason) }
    guard case .outcome(var outcome, var followingCalls) = response else { return response }
    var sizeBytes = 0
    while followingCalls > 0 {
      let frame = try receiveFrame()
      sizeBytes += frame.count
      guard sizeBytes <= ConnectionError.maximumCallsSizeBytes else {
        throw ConnectionError.implausible("to have made calls of \(sizeBytes) bytes at once")
      }
      guard case .calls(let calls) = try Response(frame: frame), !calls.isEmpty,
        calls.count <= followingCalls
      else { throw ConnectionError.unexpectedResponse(expected: "the rest of the calls") }
      outcome.calls += calls
      followingCalls -= calls.count
    }
    return .outcome(outcome)
  }

  private func receiveFrame() throws -> [UInt8] {
    var reader = WireReader(try receive(4))
    let size = Int(try reader.integer(as: UInt32.self))
    guard size <= ConnectionError.maximumFrameSizeBytes else {
      throw ConnectionError.responseTooLong(sizeBytes: size)
    }
    return try receive(size)
  }

  private func receive(_ size: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: size)
    var received = 0
    while received < size {
      let count = bytes[received...].withUnsafeMutableBytes {
        recv(socket, $0.baseAddress, $0.count, 0)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw Disconnection() }
      received += count
    }
    return bytes
  }

  /// The other end of the socket is closed.
  private struct Disconnection: Error {}
}

/// Starts canisters as processes of one group.
package struct ProcessLauncher: CanisterLauncher {
  package let group: ProcessGroup

  package init(group: ProcessGroup) { self.group = group }

  /// Whether the system can keep a program from files; without that, all other limits still hold.
  package static var confinesFiles: Bool { rt_launch_confines_files() }

  package func launch(
    _ program: CanisterProgram, state: StateFolder
  ) throws(ConnectionError) -> any CanisterConnection {
    try ProcessConnection(program: program, state: state, group: group)
  }
}
