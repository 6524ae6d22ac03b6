package import Foundation

/// A script of the official test suite: commands, in order, on modules and their instances.
///
/// `wasm-tools json-from-wast` makes JSON and binary modules of the text; `init(json:)` reads both.
package struct WastScript: Sendable {
  package let commands: [Command]

  package init(commands: [Command]) {
    self.commands = commands
  }

  /// A command, and the line of the script that it begins in.
  package struct Command: Sendable {
    package let line: Int
    package let kind: Kind

    package init(line: Int, kind: Kind) {
      self.line = line
      self.kind = kind
    }
  }

  /// The command; a message is how that of the engine must begin.
  package enum Kind: Sendable {
    case module(name: String?, ModuleSource)
    /// A module that is not instantiated.
    case definition(name: String?, ModuleSource)
    case instance(name: String?, definition: String?)
    case register(name: String?, as: String)
    case action(Action)
    case assertReturn(Action, [ValuePattern])
    case assertTrap(Action, message: String)
    case assertExhaustion(Action, message: String)
    case assertException(Action)
    case assertMalformed(ModuleSource, message: String)
    case assertInvalid(ModuleSource, message: String)
    case assertUnlinkable(ModuleSource, message: String)
    case assertUninstantiable(ModuleSource, message: String)
  }

  /// A module of a script.
  package enum ModuleSource: Sendable {
    case binary([UInt8])
    /// Text that has no binary, as it is malformed.
    case text
  }

  /// Something done with an instance: the one of this name or, without one, the last.
  package struct Action: Sendable {
    package let instance: String?
    package let export: String
    package let kind: ActionKind

    package init(instance: String?, export: String, kind: ActionKind) {
      self.instance = instance
      self.export = export
      self.kind = kind
    }
  }

  /// What is done with an export.
  package enum ActionKind: Sendable {
    case invoke([SpecValue])
    case get
  }
}

extension WastScript {
  /// Reads the JSON that `wasm-tools json-from-wast` writes, and the modules in the same folder.
  package init(json url: URL) throws {
    let folder = url.deletingLastPathComponent()
    let raw = try JSONDecoder().decode(RawScript.self, from: Data(contentsOf: url))
    commands = try raw.commands.map { Command(line: $0.line, kind: try $0.kind(in: folder)) }
  }
}
