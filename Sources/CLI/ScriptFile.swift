import Driver
import Foundation
import Replica
import Scripts

/// A script of messages that the user names.
struct ScriptFile {
  let script: DrunScript
  /// Where the names of files in the script are looked up.
  let folders: [String]

  /// Reads a script; `-` is standard input.
  init(_ path: String) throws {
    let bytes: [UInt8]
    if path == "-" {
      bytes = Array(try FileHandle.standardInput.readToEnd() ?? Data())
    } else {
      do {
        bytes = try InputFile.read(path)
      } catch {
        throw CommandError.scriptNotRead(error)
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandError.scriptNotText(name: path)
    }
    do {
      script = try DrunScript(parsing: text)
    } catch {
      throw CommandError.script(name: path, error)
    }
    folders = Self.folders(of: path)
  }

  private static func folders(of path: String) -> [String] {
    let current = FileManager.default.currentDirectoryPath
    if path == "-" { return [current] }
    let own = URL(fileURLWithPath: path).deletingLastPathComponent().path
    return own == current ? [current] : [current, own]
  }
}
