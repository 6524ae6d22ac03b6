package import CanisterRuntime

/// Why execution was aborted: one of the traps that the runtime's table lists.
package typealias Trap = rt_trap

extension rt_trap: @retroactive Error {
  /// What went wrong, in the words of the official test suite.
  package var message: String { String(cString: rt_trap_wasm_text(self)) }
}

/// A trap, and where it happened.
package struct TrapReport: Error, Equatable, CustomStringConvertible {
  package let trap: Trap
  /// The index of the function that was running in its module; nil before the first call.
  package var function: UInt32?
  /// Where in the module's bytes the instruction stands that trapped.
  package var offsetBytes: UInt32?
  /// The functions of all frames, by their indexes in their modules, the innermost first.
  package var frames: [UInt32]

  package init(
    _ trap: Trap, function: UInt32? = nil, offsetBytes: UInt32? = nil, frames: [UInt32] = []
  ) {
    self.trap = trap
    self.function = function
    self.offsetBytes = offsetBytes
    self.frames = frames
  }

  package var description: String {
    var location: [String] = []
    if let function { location.append("function \(function)") }
    if let offsetBytes { location.append("offset 0x" + String(offsetBytes, radix: 16)) }
    return location.isEmpty ? trap.message : location.joined(separator: ", ") + ": " + trap.message
  }
}
