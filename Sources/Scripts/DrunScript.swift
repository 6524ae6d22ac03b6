import Admission
import Bytes
import Candid
import Foundation
import Subnet

/// A script of messages to canisters, in the language of drun and some commands more.
///
/// A line is a command; blanks around it, empty lines and lines that begin with `#` don't count.
/// Words are separated by blanks; a name with blanks stands in quotes. A payload is the last word
/// of its line and may hold blanks where it is quoted.
package struct DrunScript: Hashable, Sendable {
  /// What errors call the script: the path of its file, as the user gave it.
  package let name: String
  package let commands: [DrunCommand]
  /// Where relative names of files are looked up, the first folder first.
  package let folders: [String]

  /// Parses a script; the first line that is wrong is reported.
  package init(
    parsing text: String, name: String, folders: [String] = []
  ) throws(DrunError) {
    var commands: [DrunCommand] = []
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, line) in lines.enumerated() {
      do {
        guard let action = try Self.action(in: line) else { continue }
        commands.append(DrunCommand(line: index + 1, action: action))
      } catch {
        throw DrunError(kind: error, script: name, line: index + 1)
      }
    }
    self.name = name
    self.commands = commands
    self.folders = folders
  }

  /// Parses the content of a file, or of standard input if the path is `-`; files that the script
  /// names lie in the current folder, or in its own.
  package init(parsing bytes: [UInt8], path: String) throws(DrunError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DrunError(kind: .notText, script: path)
    }
    try self.init(parsing: text, name: path, folders: Self.folders(of: path))
  }

  private static func folders(of path: String) -> [String] {
    let current = FileManager.default.currentDirectoryPath
    if path == "-" { return [current] }
    let own = URL(fileURLWithPath: path).deletingLastPathComponent().path
    return own == current ? [current] : [current, own]
  }

  private static func action(
    in line: Substring
  ) throws(DrunError.Kind) -> DrunCommand.Action? {
    var words = Words(line)
    guard let first = words.next(), !first.hasPrefix("#") else { return nil }
    guard let keyword = DrunCommand.Keyword(rawValue: first) else {
      throw .unknownCommand(first)
    }
    let action: DrunCommand.Action
    switch keyword {
    case .create: action = .create
    case .timer: action = .timer
    case .install: action = try installation(.install, keyword, &words)
    case .reinstall: action = try installation(.reinstall, keyword, &words)
    case .upgrade: action = try installation(.upgrade, keyword, &words)
    case .ingress, .query:
      let canister = try principal(operand(0, of: keyword, &words))
      let method = try operand(1, of: keyword, &words)
      let payload = try payload(of: keyword, &words)
      action =
        keyword == .query
        ? .query(canister: canister, method: method, argument: payload)
        : .ingress(canister: canister, method: method, argument: payload)
    case .time:
      let word = try operand(0, of: keyword, &words)
      guard let time = UInt64(word.filter { $0 != "_" }) else { throw .invalidTime(word) }
      action = .time(time)
    case .caller: action = .caller(try principal(operand(0, of: keyword, &words)))
    case .tick: action = .tick(rounds: try rounds(words.next()))
    case .subnet:
      let word = try operand(0, of: keyword, &words)
      guard let kind = SubnetKind(rawValue: word) else { throw .unknownSubnet(word) }
      action = .subnet(kind)
    case .start: action = try management("start_canister", keyword, &words)
    case .stop: action = try management("stop_canister", keyword, &words)
    case .status: action = try management("canister_status", keyword, &words)
    case .uninstall: action = try management("uninstall_code", keyword, &words)
    case .delete: action = try management("delete_canister", keyword, &words)
    case .settings:
      let id = try principal(operand(0, of: keyword, &words))
      let record = words.takeRest()
      guard !record.isEmpty else { throw .missingOperand("RECORD", of: keyword.rawValue) }
      action = try management("update_settings", of: id, keyword, ["settings = \(record)"])
    case .snapshot: action = try snapshot(&words)
    }
    if let extra = words.next() { throw .extraWord(extra, after: keyword.rawValue) }
    return action
  }

  private static func rounds(_ word: String?) throws(DrunError.Kind) -> Int {
    guard let word else { return 1 }
    guard let rounds = Int(word.filter { $0 != "_" }), 1...1_000_000 ~= rounds else {
      throw .invalidRounds(word)
    }
    return rounds
  }

  private static func management(
    _ method: String, _ keyword: DrunCommand.Keyword, _ words: inout Words
  ) throws(DrunError.Kind) -> DrunCommand.Action {
    let id = try principal(operand(0, of: keyword, &words))
    return try management(method, of: id, keyword, [])
  }

  /// A call of the management canister about a canister; `fields` are what the argument has besides
  /// its id, written in Candid.
  private static func management(
    _ method: String, of id: Principal, _ keyword: DrunCommand.Keyword, _ fields: [String]
  ) throws(DrunError.Kind) -> DrunCommand.Action {
    let interface = ManagementInterface.interface
    let record = (fields + ["canister_id = principal \"\(id)\""]).joined(separator: "; ")
    do {
      let argument = try ArgumentText.encode(
        CandidSource(name: keyword.rawValue, text: "(record { \(record) })"),
        as: interface.method(named: method)?.type.arguments ?? [], in: interface.types)
      return .manage(
        word: keyword.rawValue, canister: id, method: method, argument: argument)
    } catch {
      throw .invalidRecord("\(error.kind)")
    }
  }

  private static func snapshot(
    _ words: inout Words
  ) throws(DrunError.Kind) -> DrunCommand.Action {
    let id = try principal(operand(0, of: .snapshot, &words))
    let word = try operand(1, of: .snapshot, &words)
    switch word {
    case "take": return try management("take_canister_snapshot", of: id, .snapshot, [])
    case "list": return try management("list_canister_snapshots", of: id, .snapshot, [])
    case "load", "delete":
      let digits = try operand(2, of: .snapshot, &words)
      guard let bytes = [UInt8](hexadecimal: digits) else { throw .invalidPayload(digits) }
      let blob = bytes.map { "\\" + [$0].hexadecimal }.joined()
      return try management(
        "\(word)_canister_snapshot", of: id, .snapshot, ["snapshot_id = blob \"\(blob)\""])
    default: throw .unknownSnapshotAction(word)
    }
  }

  private static func installation(
    _ mode: InstallationMode, _ keyword: DrunCommand.Keyword, _ words: inout Words
  ) throws(DrunError.Kind) -> DrunCommand.Action {
    let canister = try principal(operand(0, of: keyword, &words))
    let file = try operand(1, of: keyword, &words)
    let options = mode == .upgrade ? try upgradeOptions(&words) : .init()
    let payload = try payload(of: keyword, &words)
    return .install(
      mode, canister: canister, wasmFile: file, argument: payload, options: options)
  }

  private static func upgradeOptions(
    _ words: inout Words
  ) throws(DrunError.Kind) -> UpgradeOptions {
    var options = UpgradeOptions()
    while let word = words.next(beginningWith: "--") {
      guard let option = DrunCommand.UpgradeOption(rawValue: word) else {
        throw .unknownOption(word)
      }
      switch option {
      case .keepHeap: options.keepsHeap = true
      case .replaceHeap: options.keepsHeap = false
      case .skipPreUpgrade: options.skipsPreUpgrade = true
      }
    }
    return options
  }

  private static func operand(
    _ index: Int, of keyword: DrunCommand.Keyword, _ words: inout Words
  ) throws(DrunError.Kind) -> String {
    guard let word = try words.nextName() else {
      throw .missingOperand(keyword.operands[index], of: keyword.rawValue)
    }
    return word
  }

  private static func payload(
    of keyword: DrunCommand.Keyword, _ words: inout Words
  ) throws(DrunError.Kind) -> [UInt8] {
    let text = words.takeRest()
    guard !text.isEmpty else { throw .missingOperand("PAYLOAD", of: keyword.rawValue) }
    return try DrunPayload.parse(text)
  }

  private static func principal(_ text: String) throws(DrunError.Kind) -> Principal {
    do {
      return try Principal(text: text)
    } catch {
      throw .invalidPrincipal(error)
    }
  }

  /// The words of a line, taken from the front.
  private struct Words {
    private var rest: Substring

    init(_ line: Substring) { rest = line }

    mutating func next() -> String? {
      rest = rest.drop { $0.isWhitespace }
      let word = rest.prefix { !$0.isWhitespace }
      rest = rest.dropFirst(word.count)
      return word.isEmpty ? nil : String(word)
    }

    /// The next word, if it begins like that.
    mutating func next(beginningWith start: String) -> String? {
      var ahead = self
      guard let word = ahead.next(), word.hasPrefix(start) else { return nil }
      self = ahead
      return word
    }

    /// A word, or a text in quotes, in which a backslash stands before quotes and backslashes.
    mutating func nextName() throws(DrunError.Kind) -> String? {
      var text = rest.drop { $0.isWhitespace }
      guard text.popFirst() == "\"" else { return next() }
      var name = ""
      while let character = text.popFirst() {
        switch character {
        case "\"":
          guard text.first?.isWhitespace != false else {
            throw .textAfterQuote(String(text.prefix { !$0.isWhitespace }))
          }
          rest = text
          return name
        case "\\" where text.first == "\"" || text.first == "\\": name.append(text.removeFirst())
        default: name.append(character)
        }
      }
      throw .missingQuote
    }

    /// All that is left, without the blanks around it.
    mutating func takeRest() -> String {
      var text = rest.drop { $0.isWhitespace }
      while text.last?.isWhitespace == true { text.removeLast() }
      rest = ""
      return String(text)
    }
  }
}
