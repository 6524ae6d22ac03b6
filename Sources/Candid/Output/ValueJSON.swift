/// Values in JSON, in the way of `dfx --output json`.
///
/// Numbers that many readers of JSON would round are texts.
package enum ValueJSON {
  /// The value in several lines, indented by two blanks a level.
  package static func text(_ value: CandidValue) -> String { text(value, margin: "\n") }

  private static func text(_ value: CandidValue, margin: String) -> String {
    let inner = margin + "  "
    return switch value {
    case .null, .none: value == .null ? "null" : "[]"
    case .reserved: quoted("null : reserved")
    case .bool(let truth): "\(truth)"
    case .nat(let number), .int(let number): quoted(TextForm.grouped("\(number)"))
    case .nat64(let number): quoted("\(number)")
    case .int64(let number): quoted("\(number)")
    case .nat8(let number): "\(number)"
    case .nat16(let number): "\(number)"
    case .nat32(let number): "\(number)"
    case .int8(let number): "\(number)"
    case .int16(let number): "\(number)"
    case .int32(let number): "\(number)"
    case .float32(let number): float(number)
    case .float64(let number): float(number)
    case .text(let text): quoted(text)
    case .option(let content): list([text(content, margin: inner)], margin)
    case .vector(let elements): list(elements.map { text($0, margin: inner) }, margin)
    case .blob(let bytes): list(bytes.map { "\($0)" }, margin)
    case .record(let fields): object(fields, margin)
    case .variant(let field): object([field], margin)
    case .principal(let id), .service(let id): quoted("\(id)")
    case .function(let id, let method):
      "{\(inner)\"code\": \(quoted(method)),\(inner)\"principal\": \(quoted("\(id)"))\(margin)}"
    }
  }

  private static func float(
    _ number: some BinaryFloatingPoint & LosslessStringConvertible
  ) -> String {
    number.isFinite ? TextForm.float(number) : quoted(TextForm.float(number))
  }

  private static func list(_ items: [String], _ margin: String) -> String {
    if items.isEmpty { return "[]" }
    return "[\(margin)  " + items.joined(separator: ",\(margin)  ") + "\(margin)]"
  }

  /// Keys in the order of the alphabet, as others sort them.
  private static func object(_ fields: [CandidValue.Field], _ margin: String) -> String {
    if fields.isEmpty { return "{}" }
    let members = fields.map { field in
      (field.label.name ?? TextForm.grouped(String(field.label.id)), field.value)
    }.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
    let lines = members.map { "\(quoted($0)): \(text($1, margin: margin + "  "))" }
    return "{\(margin)  " + lines.joined(separator: ",\(margin)  ") + "\(margin)}"
  }

  /// A text in the quotes of JSON.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
