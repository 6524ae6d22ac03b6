import Admission
import ArgumentParser
import Bytes
import Candid
import Executions
import Files
import Foundation
import Workspace

/// The ways in which the argument of a message is given.
struct ArgumentOptions: ParsableArguments {
  // It may look like an option: -5.
  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp(
      "The argument in Candid, such as '(record { a = 1 })'; - for standard input.",
      valueName: "argument"))
  var words: [String] = []

  @Option(
    help: ArgumentHelp("A file with the argument, - for standard input.", valueName: "file"),
    completion: .file())
  var argumentFile: String?

  @Flag(help: "The argument is given in hexadecimal digits, not in Candid.")
  var hex = false

  @Option(
    help: ArgumentHelp(
      "The canister's interface, by default that in the module, else the file beside it.",
      valueName: "file"),
    completion: .file(extensions: ["did"]))
  var did: String?

  /// No arguments, as bytes.
  static let none = [UInt8]("DIDL\0\0".utf8)

  /// What is no argument, but more modules to install.
  var modules: [String] { words.allSatisfy(Self.isModule) ? words : [] }

  /// Whether no argument is given.
  var isAbsent: Bool { text == nil && argumentFile == nil && !hex && did == nil }

  private var text: String? { modules.isEmpty ? words.first : nil }

  private static func isModule(_ word: String) -> Bool {
    [".wasm", ".wasm.gz", ".wat"].contains(where: word.hasSuffix)
      && FileManager.default.fileExists(atPath: word)
  }

  /// The canister's interface: the first there is of the command line's, the one it was installed
  /// with, the module's own, and that in the file beside the module.
  func interface(
    of file: CanisterFile, installedWith path: String?
  ) throws(CommandError) -> CandidInterface? {
    if let did { return try InterfaceFile.read(did) }
    if let path {
      if FileManager.default.fileExists(atPath: path) { return try InterfaceFile.read(path) }
      Tinsmith.note(
        "\(path), the interface that the canister was installed with, is gone", as: "warning")
    }
    if let text = file.description.metadata.candidService {
      return try InterfaceFile.parse(
        text, name: "\(file.path): candid:service", besides: file.path)
    }
    let beside = InterfaceFile.path(beside: file.path)
    return FileManager.default.fileExists(atPath: beside) ? try InterfaceFile.read(beside) : nil
  }

  func validate() throws {
    let options = words.filter { word in
      word.hasPrefix("-") && word != "-"
        && !word.dropFirst().hasPrefix(anyOf: "0123456789.") && !word.hasPrefix("-inf")
    }
    if let option = options.first { throw ValidationError("Unknown option '\(option)'") }
    if words.count > 1 && modules.isEmpty {
      throw ValidationError(
        "Unexpected argument '\(words[1])': several values stand in parentheses, '(1, 2)'.")
    }
  }

  /// The argument of a method as bytes; `interface` is nil if the canister has none.
  func bytes(for method: String, in interface: CandidInterface?) throws -> [UInt8] {
    try bytes(
      for: method, types: interface?.method(named: method)?.type.arguments,
      in: interface?.types ?? .init(),
      warning: interface == nil
        ? "the canister has no interface" : "the interface says nothing of \(method)")
  }

  /// The argument of an installation.
  func bytes(forInstallationIn interface: CandidInterface?) throws -> [UInt8] {
    try bytes(
      for: "the installation", types: interface?.initialization, in: interface?.types ?? .init(),
      warning: "the canister has no interface")
  }

  private func bytes(
    for method: String, types: [CandidType]?, in table: TypeTable, warning: String
  ) throws -> [UInt8] {
    guard let given = try givenText() else {
      guard let types else { return Self.none }
      guard let bytes = ArgumentText.encodeNothing(as: types, in: table) else {
        throw CommandError.argumentMissing(
          method: method, types: TypeText.list(types, in: table))
      }
      return bytes
    }
    if hex {
      guard let bytes = Self.bytes(hexadecimal: given) else { throw CommandError.notHexadecimal }
      return bytes
    }
    let source = CandidSource(name: "argument", text: given)
    do {
      guard let types else {
        Tinsmith.note(
          "\(warning): sending the types that the argument seems to have", as: "warning")
        return try ArgumentText.encodeInferring(source)
      }
      let bytes = try ArgumentText.encode(source, as: types, in: table)
      let surplusCount = try ArgumentText.surplusCount(source, as: types, in: table)
      if surplusCount > 0 {
        Tinsmith.note(
          "\(method) takes \(TypeText.list(types, in: table)): the last "
            + (surplusCount == 1 ? "argument is" : "\(surplusCount) arguments are") + " not sent",
          as: "warning")
      }
      return bytes
    } catch {
      throw CommandError.candid(error)
    }
  }

  private func givenText() throws -> String? {
    switch (text, argumentFile) {
    case (.some, .some): throw CommandError.argumentTwice
    case ("-", nil): try Self.text(of: "-")
    case (let text?, nil): text
    case (nil, let path?): try Self.text(of: path)
    case (nil, nil): nil
    }
  }

  static func text(of path: String) throws -> String {
    let bytes = try InputFile.read(orStandardInput: path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandError.argumentNotText(path)
    }
    return text
  }

  /// The bytes of pairs of hexadecimal digits, with or without blanks; nil if it is anything else.
  static func bytes(hexadecimal text: String) -> [UInt8]? {
    var text = text.filter { !$0.isWhitespace }
    if text.hasPrefix("0x") { text.removeFirst(2) }
    return [UInt8](hexadecimal: text)
  }
}

extension Substring {
  fileprivate func hasPrefix(anyOf characters: String) -> Bool {
    first.map(characters.contains) == true
  }
}
