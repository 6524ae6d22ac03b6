/// Types as people read and write them (Candid Specification, "Types").
///
/// The reader wants to know what to write, so definitions are spelled out; but those within
/// themselves, and what is too long to read at once, keep their names.
package struct TypeText {
  private let table: TypeTable
  /// How many definitions may still be spelled out: they can multiply.
  private var definitionsLeft = 24
  /// The definitions around the current type.
  private var open: Set<Int> = []
  /// How many types are around the current one: definitions within others add up.
  private var depth = 0

  private init(_ table: TypeTable) { self.table = table }

  /// What a method takes or returns: types in parentheses, in several lines if they are long.
  package static func list(_ types: [CandidType], in table: TypeTable) -> String {
    var text = TypeText(table)
    return text.layout(ofList: types).text()
  }

  private mutating func layout(ofList types: [CandidType]) -> Layout {
    .group("", "(", layouts(types), separator: ",", ")", endsWithSeparator: false)
  }

  private mutating func layouts(_ types: [CandidType]) -> [Layout] {
    var layouts: [Layout] = []
    for type in types { layouts.append(layout(type)) }
    return layouts
  }

  private mutating func layout(_ type: CandidType) -> Layout {
    guard depth <= CandidLimits.maximumDepth else { return .word("…") }
    depth += 1
    defer { depth -= 1 }
    return layout(ofNested: type)
  }

  private mutating func layout(ofNested type: CandidType) -> Layout {
    switch type {
    case .primitive, .vector(.primitive(.nat8)), .future: .word(type.kindName)
    case .option(let element), .vector(let element):
      layout(element).prefixed("\(type.kindName) ")
    case .record(let fields), .variant(let fields):
      .group(
        "\(type.kindName) ", "{", layouts(fields, ofVariant: type.kindName == "variant"),
        separator: ";", "}", endsWithSeparator: false)
    case .function(let function): layout(function).prefixed("func ")
    case .service(let methods): layout(methods)
    case .reference(let index): layout(ofDefinition: index)
    }
  }

  private mutating func layouts(
    _ fields: [CandidType.Field], ofVariant isVariant: Bool
  ) -> [Layout] {
    // Fields that count from zero are those of a tuple.
    let isTuple =
      !isVariant
      && fields.enumerated().allSatisfy { $1.label.name == nil && $1.label.id == UInt32($0) }
    var layouts: [Layout] = []
    for field in fields {
      if isTuple {
        layouts.append(layout(field.type))
      } else if isVariant && field.type == .primitive(.null) {
        layouts.append(.word(field.label.text))
      } else {
        layouts.append(layout(field.type).prefixed("\(field.label.text) : "))
      }
    }
    return layouts
  }

  private mutating func layout(_ function: FunctionType) -> Layout {
    let arguments = layout(ofList: function.arguments).line
    let results = layout(ofList: function.results).line
    let keywords = function.annotations.map { " \($0.keyword)" }.sorted().joined()
    return .word("\(arguments) -> \(results)\(keywords)")
  }

  private mutating func layout(_ methods: [CandidType.Method]) -> Layout {
    var layouts: [Layout] = []
    for method in methods {
      // The keyword is left out for functions, but not for their names.
      let type: Layout =
        if case .function(let function) = method.type { layout(function) } else {
          layout(method.type)
        }
      layouts.append(type.prefixed("\(TextForm.name(method.name)) : "))
    }
    return .group("service ", "{", layouts, separator: ";", "}", endsWithSeparator: false)
  }

  private mutating func layout(ofDefinition index: Int) -> Layout {
    let name = index < table.names.count ? table.names[index] : nil
    guard !open.contains(index), definitionsLeft > 0 else { return .word(name ?? "…") }
    definitionsLeft -= 1
    open.insert(index)
    defer { open.remove(index) }
    return layout(table.definitions[index])
  }
}
