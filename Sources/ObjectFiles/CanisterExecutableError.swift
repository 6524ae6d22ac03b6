/// Why a file is not taken for an executable of a canister.
package enum CanisterExecutableError: Error, Equatable, Sendable {
  case otherArchitecture
  /// Something points outside of the file, or is too small; about there.
  case malformed(offset: Int)
  /// Another program made it, or an early version of this one.
  case noNote
  case noteNotRead
  /// The versions of the contract between code and runtime.
  case otherVersion(compiler: String, found: UInt32, expected: UInt32)
}

extension CanisterExecutableError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .otherArchitecture: "is an executable for another kind of machine"
    case .malformed(let offset): "is a damaged executable, at offset 0x\(String(offset, radix: 16))"
    case .noNote:
      "is an executable that `tinsmith compile` did not make, or an early version of it: name a "
        + "module, or compile the canister again"
    case .noteNotRead:
      "is an executable whose note about its canister is damaged: compile the canister again"
    case .otherVersion(let compiler, let found, let expected):
      "is an executable by \(compiler), for version \(found) of the runtime, and this program has "
        + "version \(expected): compile the canister again"
    }
  }
}
