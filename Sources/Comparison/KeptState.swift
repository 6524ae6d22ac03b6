package import CanisterProcess

/// The state of a canister between messages.
package struct KeptState: Sendable {
  package var status: InstanceStatus
  /// Where the files of its memories lie.
  package var directory: String

  /// The file of a memory, which follows each message before its answer.
  func file(_ memory: StateMemory) -> String {
    StateFolder(path: directory).path(of: memory.file)
  }
}

/// The memories of a canister that have a file in its state.
package enum StateMemory: String, Sendable, CaseIterable {
  case heap
  case stable = "stable memory"

  fileprivate var file: StateFolder.File {
    switch self {
    case .heap: .heap
    case .stable: .stableMemory
    }
  }
}
