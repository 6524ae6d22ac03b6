package import CanisterProcess

/// What a canister keeps between messages.
package struct KeptState: Sendable {
  package var status: InstanceStatus
  /// Where the files of its memories lie.
  package var directory: String

  /// The file of a memory, which follows each message before its answer.
  func file(_ memory: StateMemory) -> String { "\(directory)/\(memory.fileName)" }
}

/// The memories of a canister that have a file in its state.
package enum StateMemory: String, Sendable, CaseIterable {
  case heap
  case stable = "stable memory"

  fileprivate var fileName: String {
    switch self {
    case .heap: "wasm_memory.bin"
    case .stable: "stable_memory.bin"
    }
  }
}
