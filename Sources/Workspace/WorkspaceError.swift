package import Candid
package import ObjectFiles
import Foundation

/// What is wrong with a network on this machine, with a canister there, or with what is to become
/// one.
package enum WorkspaceError: Error, Sendable {
  // What is there.
  /// Of these names are canisters there.
  case notInstalled(String, names: [String])
  case withoutCode(String)
  case noCanisterID(String)
  case nameTaken(String)
  /// Of these ids are subnets there.
  case noSubnet(Principal, ids: [Principal])
  case installedAlready(String)
  case noNetwork(String)
  case earlierVersion(String)
  case timeTooLate
  case recordDamaged(String)
  case otherVersion(String, found: Int, expected: Int)
  case codeDamaged(String)
  case stateOfOtherModule(String, hash: String)
  case inUse(String, by: String, seconds: UInt64)
  case lockNotTaken(String, LockProblem)
  case notRemoved(String, reason: String)
  // Code that is named.
  case moduleIsExecutable(String)
  case executableNotUsable(String, CanisterExecutableError)
  case executableHasItsOwnCode(String)
  case executableNotTrusted(String)
  case filesNotConfined(String)
  case snapshotOfOtherModule(String)
  // The folder of a run.
  case folderNotEmpty(String)
  case folderNotMade(String, reason: String)

  /// Why the file of a lock can't be used.
  package enum LockProblem: Sendable {
    case system(Int32)
    case noFile
  }
}

extension WorkspaceError: CustomStringConvertible {
  /// The advice if a record can't be read.
  private static let remedy =
    "`tinsmith state CODE --repair` rebuilds it from the states, without logs and cycles, and "
    + "`tinsmith network reset` removes the network"

  package var description: String {
    switch self {
    case .notInstalled(let path, let names) where !FileManager.default.fileExists(atPath: path):
      "\(path): there is no such file, and no canister of that name is installed here"
        + (names.isEmpty || names.count > 10 ? "" : "; there are: \(names.joined(separator: ", "))")
    case .notInstalled(let path, _):
      "\(path) is not installed here; `tinsmith install \(path)` does that"
    case .withoutCode(let name):
      "\(name): the canister has no code; `tinsmith install CODE --canister \(name)` installs some"
    case .noCanisterID(let text):
      "\(text): no canister can have this id: it is a user's, or that of the management canister"
    case .nameTaken(let name):
      "there is a canister \(name) already; `tinsmith status \(name)` shows it"
    case .noSubnet(let id, let ids):
      "\(id): the network has no such subnet; there are: "
        + ids.map { "\($0)" }.joined(separator: ", ")
    case .timeTooLate: "the network's clock goes at most 200 years ahead"
    case .noNetwork(let folder):
      "\(folder): there is no network; `tinsmith install CODE` makes one"
    case .earlierVersion(let folder):
      "\(folder) has a canister of an earlier version of tinsmith: have that version write a "
        + "snapshot (`tinsmith state CODE --export SNAPSHOT`), remove the folder, and then "
        + "`tinsmith state CODE --import SNAPSHOT`"
    case .installedAlready(let path):
      "\(path) is installed here; `tinsmith state \(path) --reset` removes its state"
    case .recordDamaged(let path):
      "\(path) is damaged; " + Self.remedy
    case .otherVersion(let path, let found, let expected):
      "\(path) has format version \(found), and this program reads version \(expected); "
        + Self.remedy
    case .codeDamaged(let path): "\(path) is damaged: its content does not match its name"
    case .stateOfOtherModule(let folder, let hash):
      "\(folder): the state belongs to the module 0x\(hash), of which there is no copy; "
        + "`tinsmith network reset` removes all states, so that code can be installed again"
    case .inUse(let folder, let holder, let seconds):
      "\(folder): the network is in use by \(holder)"
        + (seconds == 0 ? "" : "; gave up after \(seconds) s, --wait SECONDS waits longer")
    case .lockNotTaken(let path, .system(let code)):
      "\(path) can't be written: \(String(cString: strerror(code)))"
    case .lockNotTaken(let path, .noFile): "\(path) can't be written: it is not a file"
    case .notRemoved(let path, let reason): "\(path) can't be written: \(reason)"
    case .moduleIsExecutable(let path):
      "\(path) is an executable; name the module that it was compiled from"
    case .executableNotUsable(let path, let error): "\(path) \(error)"
    case .executableHasItsOwnCode(let path):
      "\(path) is an executable, whose code was chosen when it was compiled: options about engines "
        + "and code are for modules"
    case .executableNotTrusted(let path):
      "\(path): the canister's code is an executable that was not compiled on this machine; "
        + "--trust runs it, now and later, confined to the canister's state"
    case .filesNotConfined(let path):
      "\(path): an executable that was not compiled on this machine could reach all your files: "
        + "this system can't keep it from them (Landlock, Linux 5.13)"
    case .snapshotOfOtherModule(let path):
      "\(path): the globals in metadata.json are not those of the snapshot's wasm_module.bin"
    case .folderNotEmpty(let path):
      "\(path): a script begins without state, and this is not an empty folder; name another "
        + "one, or remove it"
    case .folderNotMade(let path, let reason):
      "\(path): the folder for the state can't be made: \(reason)"
    }
  }
}
