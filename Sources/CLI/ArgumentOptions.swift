import ArgumentParser
import Candid
import Canister
import Driver
import Foundation

/// The ways in which the argument of a message is given.
struct ArgumentOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The argument in Candid, such as '(record { a = 1 })'; - for standard input.",
      valueName: "argument"))
  var text: String?

  @Option(
    help: ArgumentHelp("A file with the argument, - for standard input.", valueName: "file"),
    completion: .file())
  var argumentFile: String?

  @Flag(help: "The argument is given in hexadecimal digits, not in Candid.")
  var hex = false

  @Option(
    help: ArgumentHelp(
      "The canister's interface, by default that in the module.", valueName: "file"),
    completion: .file(extensions: ["did"]))
  var did: String?

  /// The interface of the canister, if there is any.
  func interface(of file: CanisterFile) throws -> CandidInterface? {
    let source: CandidSource
    if let did {
      source = CandidSource(name: did, text: try Self.text(of: did))
    } else if let text = file.description.metadata.candidService {
      source = CandidSource(name: "\(file.path): candid:service", text: text)
    } else {
      return nil
    }
    let folder = URL(fileURLWithPath: did ?? file.path).deletingLastPathComponent()
    do {
      return try CandidInterface(parsing: source) {
        (name) throws(CandidInterface.ImportFailure) in
        let path = folder.appendingPathComponent(name).path
        guard let text = try? Self.text(of: path) else {
          throw CandidInterface.ImportFailure(reason: "\(path) can't be read as text")
        }
        return CandidSource(name: path, text: text)
      }
    } catch {
      throw CommandError.candid(error)
    }
  }

  /// The argument as bytes; `types` are those that the method takes, nil if they are not known.
  func bytes(for method: String, types: [CandidType]?, in table: TypeTable) throws -> [UInt8] {
    guard let given = try givenText() else {
      guard let types else { return [UInt8]("DIDL\0\0".utf8) }
      guard let bytes = ArgumentText.encodeNothing(as: types, in: table) else {
        throw CommandError.argumentMissing(
          method: method, types: TypeText.list(types, in: table))
      }
      return bytes
    }
    if hex { return try Self.bytes(hexadecimal: given) }
    let source = CandidSource(name: "argument", text: given)
    do {
      if let types { return try ArgumentText.encode(source, as: types, in: table) }
      Terminal.standardError.write(
        "warning: the interface says nothing of \(method): sending the types that the argument "
          + "seems to have\n")
      return try ArgumentText.encodeInferring(source)
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

  private static func text(of path: String) throws -> String {
    let bytes =
      path == "-"
      ? Array(try FileHandle.standardInput.readToEnd() ?? Data()) : try InputFile.read(path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandError.argumentNotText(path)
    }
    return text
  }

  private static func bytes(hexadecimal text: String) throws(CommandError) -> [UInt8] {
    var text = text.filter { !$0.isWhitespace }
    if text.hasPrefix("0x") { text.removeFirst(2) }
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count.isMultiple(of: 2) else { throw .notHexadecimal }
    return stride(from: 0, to: digits.count, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }
}
