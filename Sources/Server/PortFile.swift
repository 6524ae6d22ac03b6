import Foundation

/// The file by which clients find a server: it is there while the server is, and has its port as
/// soon as that listens.
struct PortFile {
  private let path: String
  /// False if there was one before, of a server that starts or runs.
  let isMine: Bool

  /// Makes the file unless it is there; one of a server that no longer listens is replaced.
  init(path: String) throws(PortFileError) {
    self.path = path
    if Self.isStale(path) { unlink(path) }
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    isMine = file >= 0
    guard isMine || errno == EEXIST else {
      throw PortFileError(path: path, reason: String(cString: strerror(errno)))
    }
    close(file)
  }

  /// Tells clients the port, in one step; the file stays the same, since some watch it.
  func write(port: UInt16) throws(PortFileError) {
    let line = "\(port)\n"
    let file = open(path, O_WRONLY | O_CLOEXEC)
    defer { close(file) }
    guard file >= 0, Glibc.write(file, line, line.utf8.count) == line.utf8.count else {
      throw PortFileError(path: path, reason: String(cString: strerror(errno)))
    }
  }

  func remove() { unlink(path) }

  /// Whether the file has a port on which no program listens on this machine.
  private static func isStale(_ path: String) -> Bool {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8), text.hasSuffix("\n"),
      let port = UInt16(text.dropLast())
    else { return false }
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { return false }
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    return result != 0 && errno == ECONNREFUSED
  }
}

/// Why a port file can't be made.
package struct PortFileError: Error, Equatable, Sendable, CustomStringConvertible {
  let path: String
  let reason: String

  package var description: String { "\(path): can't be made: \(reason)" }
}
