import Bytes
import Executions
import ArgumentParser
import Candid

/// How replies are shown.
enum ReplyFormat: String, CaseIterable, ExpressibleByArgument {
  case pp, idl, json, raw, hex

  /// The reply as text; `types` are the interface's, nil if there is no interface.
  func text(
    _ bytes: [UInt8], types: [CandidType]?, in table: TypeTable
  ) throws(CommandError) -> String {
    switch self {
    case .raw, .hex: bytes.hexadecimal
    case .pp: ValueText.pretty(try values(bytes, types, table))
    case .idl: ValueText.line(try values(bytes, types, table))
    case .json: try values(bytes, types, table).map(ValueJSON.text).joined(separator: "\n")
    }
  }

  private func values(
    _ bytes: [UInt8], _ types: [CandidType]?, _ table: TypeTable
  ) throws(CommandError) -> [CandidValue] {
    do {
      let message = try CandidMessage(decoding: bytes)
      guard let types else { return message.values }
      return try message.coerced(to: types, in: table)
    } catch {
      throw .replyNotDecoded(error, bytes: bytes)
    }
  }
}
