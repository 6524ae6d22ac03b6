import Foundation

/// Reads the files that users name.
package enum InputFile {
  /// More than any file that makes sense, in bytes.
  private static let limitBytes = 256 * 1024 * 1024

  /// All of a file's bytes.
  package static func read(_ path: String) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .notRead(path: path, reason: String(cString: strerror(errno)))
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      throw .notRead(path: path, reason: "it is a folder")
    }
    guard status.st_size <= limitBytes else {
      throw .notRead(path: path, reason: "it has more than \(limitBytes) bytes")
    }
    do {
      return Array(try file.read(upToCount: limitBytes) ?? Data())
    } catch {
      throw .notRead(path: path, reason: error.localizedDescription)
    }
  }
}
