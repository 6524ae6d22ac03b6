import Foundation

/// Reads the files that this program keeps of canisters.
///
/// Their folder may be a stranger's, with whatever is in it: a link to a file that is none of his,
/// something that never ends or never begins.
enum OwnFile {
  /// That of the largest executable, and more than any record.
  private static let limitBytes = 256 * 1024 * 1024

  /// All of a file, which must be one; nil if there is nothing.
  static func read(_ path: String) throws(CommandError) -> Data? {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    if descriptor < 0 {
      if errno == ENOENT { return nil }
      let reason = errno == ELOOP ? "it is a link" : String(cString: strerror(errno))
      throw .stateFileNotRead(path, reason: reason)
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .stateFileNotRead(path, reason: "it is no file")
    }
    do {
      let data = try file.read(upToCount: limitBytes) ?? Data()
      if data.count < limitBytes { return data }
    } catch {
      throw .stateFileNotRead(path, reason: error.localizedDescription)
    }
    throw .stateFileNotRead(path, reason: "it has \(limitBytes) bytes or more")
  }
}
