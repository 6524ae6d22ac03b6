import Files
import Foundation

/// Reads the modules that users name, in the binary format or as text.
enum ModuleFile {
  /// The bytes of a module; text, in a file that ends in `.wat`, is converted to the binary format.
  static func read(_ path: String) throws -> [UInt8] {
    guard path.hasSuffix(".wat") else { return try InputFile.read(path) }
    // A file that is not there is reported in the same words as any other.
    _ = try InputFile.read(path)
    let process = Process()
    process.executableURL = try WasmToolsProgram.find()
    process.arguments = ["parse", "--", path]
    process.standardInput = FileHandle.nullDevice
    // One pipe for both outputs, so that neither can fill up unread: there is a module or an error.
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      throw CommandError.textNotParsed(path, reason: String(decoding: bytes, as: UTF8.self))
    }
    return [UInt8](bytes)
  }
}
