/// Values as other tools print them.
package enum ValueText {
  /// The values in lines of at most 80 characters, where that can be.
  package static func pretty(_ values: [CandidValue]) -> String {
    Layout.group(
      "", "(", values.map { layout($0, levels: maximumPrettyDepth) }, separator: ",", ")"
    ).text()
  }

  /// The values in one line.
  package static func line(_ values: [CandidValue]) -> String {
    "(" + values.map(line).joined(separator: ", ") + ")"
  }

  /// Longer vectors are printed in one line.
  private static let maximumPrettyCount = 10
  /// What is nested deeper, too.
  private static let maximumPrettyDepth = 10

  private static func layout(_ value: CandidValue, levels: Int) -> Layout {
    guard levels > 0 else { return .word(line(value)) }
    switch value {
    case .text(let text): return .word(TextForm.quoted(text))
    case .option(let content) where isAnnotated(content):
      let item = layout(content, levels: levels - 1)
      return .group("opt ", "(", [item], separator: "", ")", endsWithSeparator: false)
    case .option(let content): return layout(content, levels: levels - 1).prefixed("opt ")
    case .vector(let elements):
      guard elements.count <= maximumPrettyCount else { return .word(line(value)) }
      let items = elements.map { layout($0, levels: levels - 1) }
      return .group("vec ", "{", items, separator: ";", "}")
    case .record(let fields):
      let isTuple = isTuple(fields)
      let items = fields.map { field in
        let item = layout(field.value, levels: levels - 1)
        return isTuple ? item : item.prefixed("\(field.label.text) = ")
      }
      return .group("record ", "{", items, separator: ";", "}")
    case .variant(let field):
      let item =
        field.value == .null
        ? Layout.word(field.label.text)
        : layout(field.value, levels: levels - 1).prefixed("\(field.label.text) = ")
      return .group("variant ", "{", [item], separator: ";", "}", endsWithSeparator: false)
    default: return .word(line(value))
    }
  }

  private static func line(_ value: CandidValue) -> String {
    switch value {
    case .option(let content) where isAnnotated(content): "opt (\(line(content)))"
    case .option(let content): "opt \(line(content))"
    case .vector(let elements): "vec {" + elements.map { " \(line($0));" }.joined() + "}"
    case .record(let fields):
      "record {"
        + fields.enumerated().map { index, field in
          field.label.id == UInt32(index)
            ? " \(line(field.value));" : " \(field.label.text) = \(line(field.value));"
        }.joined() + "}"
    case .variant(let field) where field.value == .null: "variant { \(field.label.text) }"
    case .variant(let field): "variant { \(field.label.text) = \(line(field.value)) }"
    case .text(let text): TextForm.quoted(text, escapesSingleQuotes: false)
    default: word(value)
    }
  }

  /// A value that is no more than a word or two.
  private static func word(_ value: CandidValue) -> String {
    switch value {
    case .null: "null : null"
    case .none: "null"
    case .reserved: "null : reserved"
    case .bool(let truth): "\(truth)"
    case .nat(let number): "\(TextForm.grouped("\(number)")) : nat"
    case .int(let number): "\(TextForm.grouped("\(number)")) : int"
    case .nat8(let number): "\(number) : nat8"
    case .nat16(let number): "\(TextForm.grouped("\(number)")) : nat16"
    case .nat32(let number): "\(TextForm.grouped("\(number)")) : nat32"
    case .nat64(let number): "\(TextForm.grouped("\(number)")) : nat64"
    case .int8(let number): "\(number) : int8"
    case .int16(let number): "\(TextForm.grouped("\(number)")) : int16"
    case .int32(let number): "\(TextForm.grouped("\(number)")) : int32"
    case .int64(let number): "\(TextForm.grouped("\(number)")) : int64"
    case .float32(let number): "\(TextForm.float(number)) : float32"
    case .float64(let number): "\(TextForm.float(number)) : float64"
    case .blob(let bytes): TextForm.blob(bytes)
    case .principal(let id): "principal \"\(id)\""
    case .service(let id): "service \"\(id)\""
    case .function(let id, let method): "func \"\(id)\".\(TextForm.name(method))"
    case .text, .option, .vector, .record, .variant: line(value)
    }
  }

  /// Whether the printed value ends in its type.
  private static func isAnnotated(_ value: CandidValue) -> Bool {
    switch value {
    case .null, .reserved, .nat, .int, .nat8, .nat16, .nat32, .nat64, .int8, .int16, .int32, .int64,
      .float32, .float64:
      true
    case .bool, .none, .text, .option, .vector, .blob, .record, .variant, .principal, .service,
      .function:
      false
    }
  }

  private static func isTuple(_ fields: [CandidValue.Field]) -> Bool {
    fields.enumerated().allSatisfy { $1.label.id == UInt32($0) }
  }
}
