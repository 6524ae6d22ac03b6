import Candid
import Foundation
import Workspace

/// Interfaces of canisters in files, with the files that they import.
enum InterfaceFile {
  /// Reads a file in Candid's language.
  static func read(_ path: String) throws(CommandError) -> CandidInterface {
    let text: String
    do {
      text = try ArgumentOptions.text(of: path)
    } catch {
      throw .interfaceNotRead(reason: Tinsmith.explanation(of: error)?.sentence ?? "\(error)")
    }
    return try parse(text, name: path, besides: path)
  }

  /// Parses an interface; what it imports lies beside the file with this path.
  static func parse(
    _ text: String, name: String, besides path: String
  ) throws(CommandError) -> CandidInterface {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    do {
      return try CandidInterface(parsing: CandidSource(name: name, text: text)) {
        (name) throws(CandidInterface.ImportFailure) in
        let path = folder.appendingPathComponent(name).path
        guard let text = try? ArgumentOptions.text(of: path) else {
          throw CandidInterface.ImportFailure(reason: "\(path) can't be read as text")
        }
        return CandidSource(name: path, text: text)
      }
    } catch {
      throw .candid(error)
    }
  }

  /// The path at which a module's interface is looked for: `kv.did` beside `kv.wasm`.
  static func path(beside module: String) -> String {
    let url = URL(fileURLWithPath: module)
    return url.deletingLastPathComponent()
      .appendingPathComponent(CanisterTarget.name(of: module) + ".did").path
  }
}
