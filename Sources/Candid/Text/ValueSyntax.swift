/// A value as it is written: its type may still be open.
indirect enum ValueSyntax {
  case number(Numeral)
  case text([UInt8])
  case bool(Bool)
  case null
  case option(Part)
  case vector([Part])
  case blob([UInt8])
  case record([Field])
  case variant(Field)
  case principal(Principal)
  case service(Principal)
  case function(Principal, method: String)
  case annotated(Part, CandidType)

  /// A value and where it begins.
  struct Part {
    let syntax: ValueSyntax
    let offset: Int
  }

  /// A field and where it begins.
  struct Field {
    let label: FieldLabel
    let value: Part
    let offset: Int
  }

  /// What it is called in an error.
  var name: String {
    switch self {
    case .number(let numeral): "the number \(numeral.text)"
    case .text: "a text"
    case .bool(let truth): "\(truth)"
    case .null: "null"
    case .option: "an option"
    case .vector: "a vector"
    case .blob: "a blob"
    case .record: "a record"
    case .variant: "a variant"
    case .principal: "a principal"
    case .service: "a service"
    case .function: "a function"
    case .annotated(_, let type): "a value of type \(type.kindName)"
    }
  }
}
