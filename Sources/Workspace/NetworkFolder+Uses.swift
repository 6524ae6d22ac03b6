import Candid
import CanisterProcess
import Foundation

/// Which canisters' states may be ahead of the record.
///
/// A session notes each canister before it uses the canister's state, and forgets them all once it
/// has ended with the record up to date. So opening a network reads few states, however many
/// canisters there are: those that a session uses, or one that has not come to its end.
extension NetworkFolder {
  private var usesPath: String { "\(path)/uses" }

  /// The canisters that were noted, by their ids.
  func usedCanisters() throws(StateError) -> Set<Principal> {
    let lines = (try OwnFile.read(usesPath) ?? Data()).split(separator: UInt8(ascii: "\n"))
    // A line that was not finished is of a state that was not used yet.
    return Set(lines.compactMap { try? Principal(text: String(decoding: $0, as: UTF8.self)) })
  }

  /// Notes that the state of a canister is about to be used.
  func noteUse(of id: Principal) throws(StateError) {
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    let descriptor = open(usesPath, flags, 0o666)
    guard descriptor >= 0 else { throw .fileNotWritten(usesPath, reason: .systemError) }
    defer { close(descriptor) }
    let line = Array("\(id)\n".utf8)
    guard Glibc.write(descriptor, line, line.count) == line.count else {
      throw .fileNotWritten(usesPath, reason: .systemError)
    }
  }

  /// Forgets the canisters that were noted, since the record has all of them.
  func forgetUses() { unlink(usesPath) }
}

extension String {
  /// The text of the system's last error.
  fileprivate static var systemError: String { String(cString: strerror(errno)) }
}
