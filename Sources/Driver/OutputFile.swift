import Foundation

/// Writes files so that nobody ever sees one by halves.
package enum OutputFile {
  /// Writes bytes to a file: beside it at first, then in its place.
  package static func write(_ bytes: [UInt8], to path: String) throws(CompilationError) {
    try replace(path) { (temporary) throws(CompilationError) in
      do {
        try Data(bytes).write(to: URL(fileURLWithPath: temporary))
      } catch {
        throw .notWritten(path: path, reason: error.localizedDescription)
      }
    }
  }

  /// Has a file made beside `path` and puts it there; if that fails, nothing is left.
  package static func replace(
    _ path: String, making make: (String) throws(CompilationError) -> Void
  ) throws(CompilationError) {
    // Foundation's own way crashes on names of one letter.
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
      isDirectory.boolValue
    {
      throw .notWritten(path: path, reason: "it is a folder")
    }
    guard access(folder, W_OK) == 0 else {
      throw .notWritten(path: path, reason: String(cString: strerror(errno)))
    }
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
    do {
      try make(temporary)
    } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, path) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(temporary)
      throw .notWritten(path: path, reason: reason)
    }
  }
}
