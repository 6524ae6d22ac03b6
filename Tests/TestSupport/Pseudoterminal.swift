package import Foundation
import Glibc

/// Runs programs as a person does: what they write goes to a terminal.
package enum Pseudoterminal {
  /// Runs a program with a terminal as its output and errors; what a person would get to see.
  package static func run(
    _ program: URL, _ arguments: [String], environment: [String: String] = [:],
    directory: URL? = nil
  ) throws -> String {
    let main = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (isLocked, number): (Int32, Int32) = (0, 0)
    // TIOCSPTLCK and TIOCGPTN.
    guard main >= 0, ioctl(main, 0x4004_5431, &isLocked) == 0,
      ioctl(main, 0x8004_5430, &number) == 0
    else { throw POSIXError(.ENOTTY) }
    let other = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard other >= 0 else { throw POSIXError(.ENOTTY) }
    // Line feeds as they are.
    var settings = termios()
    tcgetattr(other, &settings)
    cfmakeraw(&settings)
    tcsetattr(other, TCSANOW, &settings)

    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.currentDirectoryURL = directory
    let terminal = FileHandle(fileDescriptor: other, closeOnDealloc: false)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = terminal
    process.standardError = terminal
    try process.run()
    close(other)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    // It fails, and does not end, when the last writer is gone.
    while case let count = read(main, &buffer, buffer.count), count > 0 {
      bytes += buffer[..<count]
    }
    close(main)
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }
}
