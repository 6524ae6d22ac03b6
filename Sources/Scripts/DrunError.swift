import Admission
package import Candid

/// What is wrong with a script, and in which line.
package struct DrunError: Error, Equatable, Sendable {
  package let kind: Kind
  /// The script's name.
  package let script: String
  /// Counted from 1; nil for what is wrong with the script as a whole.
  package let line: Int?

  package init(kind: Kind, script: String, line: Int? = nil) {
    self.kind = kind
    self.script = script
    self.line = line
  }

  /// What is wrong.
  package enum Kind: Error, Equatable, Sendable {
    case notText
    case unknownCommand(String)
    case missingOperand(String, of: String)
    case extraWord(String, after: String)
    case unknownOption(String)
    case invalidPrincipal(PrincipalError)
    case invalidTime(String)
    case invalidRounds(String)
    case invalidRecord(String)
    case unknownSubnet(String)
    case unknownSnapshotAction(String)
    case invalidPayload(String)
    case invalidHexDigit(Character)
    case oddHexDigits(Int)
    case missingQuote
    case textAfterQuote(String)
    case invalidEscape(String)
    case unprintableByte(UInt8)
    case fileNotFound(String, folders: [String])
    case fileNotRead(String, reason: String)
  }
}

extension DrunError: CustomStringConvertible {
  package var description: String { "\(script)\(line.map { ":\($0)" } ?? ""): \(kind)" }
}

extension DrunError.Kind: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notText: "is not a script: it is not text in UTF-8"
    case .unknownCommand(let word):
      "unknown command \"\(word)\"; there are "
        + DrunCommand.Keyword.allCases.map(\.rawValue).joined(separator: ", ")
    case .missingOperand(let operand, let keyword):
      "\(operand) is missing: write \(Self.usage(of: keyword))"
    case .extraWord(let word, let keyword):
      "\"\(word)\" is one word too many: write \(Self.usage(of: keyword))"
    case .unknownOption(let word):
      "unknown option \"\(word)\"; there are "
        + DrunCommand.UpgradeOption.allCases.map(\.rawValue).joined(separator: ", ")
    case .invalidPrincipal(let error): "\(error)"
    case .invalidTime(let word):
      "\"\(word)\" is not a time: write nanoseconds since 1970, such as 1620328630000000000"
    case .invalidRounds(let word):
      "\"\(word)\" is not a number of rounds: write one from 1 to 1000000"
    case .invalidRecord(let reason):
      "these are not settings: \(reason); write a record in Candid, such as "
        + "record { freezing_threshold = opt 7776000 }"
    case .unknownSubnet(let word):
      "there is no kind of subnet \"\(word)\"; there are "
        + SubnetKind.allCases.map(\.rawValue).joined(separator: ", ")
    case .unknownSnapshotAction(let word):
      "\"\(word)\" can't be done with snapshots: write take, list, load or delete"
    case .invalidPayload(let text):
      "\"\(text)\" is not a payload: write bytes as 0x and hexadecimal digits, or a text in quotes"
    case .invalidHexDigit(let character):
      "'\(character)' is not a hexadecimal digit: after 0x only 0 to 9, a to f and A to F may come"
    case .oddHexDigits(let count): "\(count) hexadecimal digits make no bytes: write two for each"
    case .missingQuote: "the closing quote is missing"
    case .textAfterQuote(let text):
      "\"\(text)\" follows the closing quote: write \\\" for a quote inside of the text"
    case .invalidEscape(let text):
      "\(text) is not an escape: write \\\", \\\\, \\x and two hexadecimal digits, or \\b and "
        + "eight binary ones"
    case .unprintableByte(let byte):
      "only printable ASCII may stand in quotes: write \\x\(Self.hex(byte))"
    case .fileNotFound(let file, let folders):
      "there is no file \(file) in \(folders.joined(separator: " or "))"
    case .fileNotRead(let file, let reason): "\(file) can't be read: \(reason)"
    }
  }

  private static func usage(of keyword: String) -> String {
    let operands = DrunCommand.Keyword(rawValue: keyword)?.operands ?? []
    return ([keyword] + operands).joined(separator: " ")
  }

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
