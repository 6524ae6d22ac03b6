import Foundation
import Synchronization

/// Writes files atomically: readers never see half of one.
package enum OutputFile {
  /// Writes bytes to a file: beside it at first, then in its place.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    try replace(path) { (temporary) throws(FileError) in
      try writeTemporary(bytes, to: temporary)
    }
  }

  /// Writes bytes to a file that will be removed, or get another name, within `replace`.
  package static func writeTemporary(_ bytes: [UInt8], to path: String) throws(FileError) {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    } catch {
      throw .notWritten(path: path, reason: error.localizedDescription)
    }
  }

  /// Held while there are temporary files.
  private static let unfinished = Mutex(())

  /// Does something while there are no temporary files and none can be made: to end the program
  /// without leaving any.
  package static func whenFinished(_ body: () -> Void) { unfinished.withLock { _ in body() } }

  /// Has a file made beside `path` and puts it there; if that fails, nothing is left.
  ///
  /// One at a time, and none within another.
  package static func replace<Failure: FileMakingError>(
    _ path: String, making make: (String) throws(Failure) -> Void
  ) throws(Failure) {
    // Foundation's own way crashes on names of one letter.
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
      isDirectory.boolValue
    {
      throw Failure(.notWritten(path: path, reason: "it is a folder"))
    }
    guard access(folder, W_OK) == 0 else {
      throw Failure(.notWritten(path: path, reason: String(cString: strerror(errno))))
    }
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
    try unfinished.withLock { _ throws(Failure) in
      try finish(temporary, as: path, making: make)
    }
  }

  private static func finish<Failure: FileMakingError>(
    _ temporary: String, as path: String, making make: (String) throws(Failure) -> Void
  ) throws(Failure) {
    do {
      try make(temporary)
    } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, path) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(temporary)
      throw Failure(.notWritten(path: path, reason: reason))
    }
  }
}
