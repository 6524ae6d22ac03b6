package import Admission
import CanisterProcess
package import Subnet

/// What is kept of a canister beside its state.
///
/// It follows each message: once the runtime has committed the state, the record is replaced
/// atomically. Where a process ended in between, the state decides (`CanisterSession`).
package struct CanisterRecord: Codable, Equatable, Sendable {
  /// The SHA-256 of the installed module.
  package private(set) var moduleHash: String
  /// The name of the copy of its code; nil for a module, which is called by its hash.
  private var copy: String?
  /// The kind of subnet that the canister is on.
  package var subnetKind = SubnetKind.application
  /// The file with the interface that the canister was installed with, if one was named.
  package var interfacePath: String?
  /// The last time that the canister saw, in nanoseconds since 1970.
  package private(set) var timeNanoseconds: UInt64 = 0
  /// What the subnet knows of the canister, but for its code.
  package var canister: CanisterState

  init(_ file: CanisterFile, _ canister: CanisterState) {
    moduleHash = file.description.moduleHash
    copy = file.isExecutable ? file.name : nil
    self.canister = canister
  }

  /// The name of the copy of the installed code.
  var copyName: String { copy ?? "\(moduleHash).wasm" }

  /// Whether this program can have written it: names are names, not paths, and what counts up has
  /// not come to its end.
  var isPlausible: Bool {
    CanisterFile.isName(copyName) && CanisterFile.isName("\(moduleHash).wasm")
      && [canister.version, canister.log.nextIndex, timeNanoseconds].allSatisfy { $0 < .max / 2 }
  }

  /// Notes that the canister has this code.
  mutating func change(to file: CanisterFile) {
    moduleHash = file.description.moduleHash
    copy = file.isExecutable ? file.name : nil
  }

  /// Notes what the subnet knows of the canister; time goes on with the state only.
  mutating func note(_ canister: CanisterState, timeNanoseconds: UInt64) {
    if canister.version != self.canister.version { self.timeNanoseconds = timeNanoseconds }
    self.canister = canister
    self.canister.code = nil
  }

  /// Corrects it for those who only look: the state may have the message that the record lacks.
  mutating func correct(by state: CommittedState, moduleHash: String) {
    self.moduleHash = moduleHash
    // The state counts up to its last commit only, and the record up to the last command.
    canister.version = max(canister.version, state.version)
  }
}
