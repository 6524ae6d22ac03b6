import Files
import Foundation
import Scripts

extension DrunScript {
  /// Reads the script that the user names; `-` is standard input.
  init(path: String) throws {
    let bytes: [UInt8]
    do {
      bytes = try InputFile.read(orStandardInput: path)
    } catch let error as FileError {
      throw CommandError.scriptNotRead(error)
    }
    try self.init(parsing: bytes, path: path)
  }
}

extension InputFile {
  /// All that is in a file, or in standard input if the path is `-`.
  static func read(orStandardInput path: String) throws -> [UInt8] {
    path == "-" ? Array(try FileHandle.standardInput.readToEnd() ?? Data()) : try read(path)
  }
}
