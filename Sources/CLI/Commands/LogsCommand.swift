import Bytes
import ArgumentParser
import Executions
import Foundation
import Subnet
import Workspace

/// `tinsmith logs`: what an installed canister has printed.
struct LogsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logs",
    abstract: "Show what an installed canister printed, and its traps.",
    discussion: """
      The newest 4 KiB are kept, as on the Internet Computer: upgrades keep them, and a \
      reinstallation removes them. Queries are not logged. A trap is shown with its backtrace, \
      if the module has names.

      Examples:
        tinsmith logs kv.wasm
        tinsmith logs kv.wasm --json | jq -r .content
      """)

  @Argument(help: .canister, completion: .file())
  var canister: CanisterTarget

  @OptionGroup var network: NetworkOptions

  @Flag(help: "Print an object in JSON for each entry, in a line of its own.")
  var json = false

  func run() throws {
    let known = try network.folder(of: canister).known(canister)
    for entry in known.state.log.entries {
      if json {
        Terminal.standardOutput.writeJSON(try LogEntryObject(entry).json)
      } else {
        Terminal.standardOutput.write(Self.line(entry) + "\n")
      }
    }
  }

  /// An entry as `dfx` and `icp` show it.
  static func line(_ entry: CanisterLog.Entry) -> String {
    let seconds = TimeInterval(entry.timestampNanoseconds / 1_000_000_000)
    let fraction = String(entry.timestampNanoseconds % 1_000_000_000 + 1_000_000_000).dropFirst()
    let day = ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: seconds))
    return "[\(entry.index). \(day.dropLast()).\(fraction)Z]: \(text(of: entry.content))"
  }

  private static func text(of content: [UInt8]) -> String {
    let text = String(validating: content, as: UTF8.self)
    let isReadable = text?.unicodeScalars.allSatisfy {
      $0.properties.generalCategory != .control || ["\n", "\r", "\t", "\0"].contains($0)
    }
    if let text, isReadable == true { return text }
    return "(bytes) 0x" + content.hexadecimal
  }
}

/// An entry of a log, for programs to read.
struct LogEntryObject: Encodable {
  let index: UInt64
  let timestampNanoseconds: UInt64
  let content: String
  /// The bytes in hexadecimal digits, if they are not UTF-8; then the content has U+FFFD in places.
  let hex: String?

  init(_ entry: CanisterLog.Entry) {
    index = entry.index
    timestampNanoseconds = entry.timestampNanoseconds
    let printed = PrintedBytes(entry.content)
    (content, hex) = (printed.text, printed.hexOfNoText)
  }

  /// The object in one line.
  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.keyEncodingStrategy = .convertToSnakeCase
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }
}
