package import Executions

/// What the process of a canister is asked for (`runtime/README.md`, "Serve protocol").
package enum Request: Equatable, Sendable {
  case execute(Execution)
  case commit
  case rollback
  case configure(Configuration)
  case status
  case setAside
  case discard

  /// The frame's content.
  package var frame: [UInt8] {
    var writer = WireWriter()
    switch self {
    case .execute(let execution):
      writer.integer(UInt8(1))
      execution.write(to: &writer)
    case .commit: writer.integer(UInt8(2))
    case .rollback: writer.integer(UInt8(3))
    case .configure(let configuration):
      writer.integer(UInt8(4))
      configuration.write(to: &writer)
    case .status: writer.integer(UInt8(5))
    case .setAside: writer.integer(UInt8(6))
    case .discard: writer.integer(UInt8(7))
    }
    return writer.frame
  }
}
