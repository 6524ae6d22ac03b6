import Foundation
import Hashing

/// Compiled code that may be run without asking: this program made it, or the user trusts it.
///
/// An executable that is not confined can do anything, and what it answers proves
/// nothing; so one that comes with a folder from elsewhere is not run unasked. The cache has a list
/// of the hashes (SHA-256) of what was compiled on this machine.
package enum TrustedCode {
  /// The list's name in the folder of the cache.
  static let listName = "trusted"

  /// Whether code with this hash is known.
  package static func contains(hash: String) -> Bool {
    guard let list = try? InputFile.read(listPath) else { return false }
    return list.split(separator: UInt8(ascii: "\n")).contains { $0.elementsEqual(hash.utf8) }
  }

  /// Notes that code with this hash may be run from now on.
  package static func add(hash: String) throws(FileError) {
    if contains(hash: hash) { return }
    let line = Array("\(hash)\n".utf8)
    let file = open(listPath, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    defer { if file >= 0 { close(file) } }
    // A line is written whole, even if others add lines at the same time.
    guard file >= 0, write(file, line, line.count) == line.count else {
      throw .notWritten(path: listPath, reason: String(cString: strerror(errno)))
    }
  }

  /// Notes that this program made a file.
  package static func add(contentsOf path: String) throws(FileError) {
    try add(hash: SHA256.hexadecimalHash(try InputFile.read(path)))
  }

  /// The path of an executable with these bytes, to be run.
  ///
  /// It is a copy in the cache: where the bytes were read, others may be in their place by now.
  package static func executable(
    _ bytes: [UInt8], hash: String
  ) throws(FileError) -> String {
    try ProgramCache().path(for: "\(hash).exe") { (path) throws(FileError) in
      try OutputFile.replace(path) { (temporary) throws(FileError) in
        try OutputFile.writeTemporary(bytes, to: temporary)
        chmod(temporary, 0o755)
      }
    }
  }

  private static var listPath: String { "\(CacheFolder.path)/\(listName)" }
}
