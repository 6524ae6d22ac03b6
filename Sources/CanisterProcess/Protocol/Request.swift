internal import CanisterRuntime
package import Executions

/// The requests to a canister's process (`runtime/include/serve.def`).
package enum Request: Equatable, Sendable {
  case execute(Execution)
  case commit
  case rollback
  case configure(Configuration)
  case status
  case setAside
  case discard

  /// The content of the first frame that a process gets: the version of the protocol.
  ///
  /// It is answered by `Response.done`.
  static var greeting: [UInt8] {
    var writer = WireWriter()
    writer.integer(rt_request.hello.rawValue)
    writer.integer(UInt32(rt_protocol_version))
    return writer.frame
  }

  /// The frame's content.
  package var frame: [UInt8] {
    var writer = WireWriter()
    writer.integer(row.rawValue)
    switch self {
    case .execute(let execution): execution.write(to: &writer)
    case .configure(let configuration): configuration.write(to: &writer)
    case .commit, .rollback, .status, .setAside, .discard: break
    }
    return writer.frame
  }

  private var row: rt_request {
    switch self {
    case .execute: .execute
    case .commit: .commit
    case .rollback: .rollback
    case .configure: .configure
    case .status: .status
    case .setAside: .set_aside
    case .discard: .discard
    }
  }
}
