import Candid
import Foundation

/// How users name a canister of a network: by its id, by its name, or by a file with its code.
///
/// A file stands for the canister that has the file's name without endings, so a module and the
/// executable that was compiled from it are the same canister.
package struct CanisterTarget: Sendable {
  /// As the user gave it.
  package let text: String
  /// Nil for a name or a file.
  let id: Principal?

  package init(_ text: String) {
    self.text = text
    id = try? Principal(text: text)
  }

  /// Whether it is the management canister.
  package var isManagement: Bool { id == .management }

  /// The name of the canister, if it is not an id.
  package var name: String { Self.name(of: text) }

  /// The name of a file without the endings of modules.
  package static func name(of path: String) -> String {
    var name = URL(fileURLWithPath: path).lastPathComponent
    for ending in [".gz", ".wasm", ".wat"] where name.hasSuffix(ending) {
      name.removeLast(ending.count)
    }
    return name
  }
}
