/// A Candid type.
package indirect enum CandidType: Hashable, Sendable {
  case primitive(PrimitiveType)
  case option(CandidType)
  case vector(CandidType)
  /// In the order of the ids.
  case record([Field])
  /// In the order of the ids.
  case variant([Field])
  case function(FunctionType)
  /// In the order of the names' bytes.
  case service([Method])
  /// An entry of the table of types that this type belongs to.
  case reference(Int)
  /// A type that a later version of Candid may define; its values are skipped.
  case future

  /// Bytes.
  static let blob = CandidType.vector(.primitive(.nat8))

  /// A field of a record, or a tag of a variant.
  package struct Field: Hashable, Sendable {
    package let label: FieldLabel
    package let type: CandidType

    init(_ label: FieldLabel, _ type: CandidType) {
      self.label = label
      self.type = type
    }
  }

  /// A method of a service; its type is that of a function.
  package struct Method: Hashable, Sendable {
    package let name: String
    package let type: CandidType
  }
}

/// The types without parts; the raw value is the opcode in the binary form.
package enum PrimitiveType: Int64, CaseIterable, Sendable {
  case null = -1
  case bool = -2
  case nat = -3
  case int = -4
  case nat8 = -5
  case nat16 = -6
  case nat32 = -7
  case nat64 = -8
  case int8 = -9
  case int16 = -10
  case int32 = -11
  case int64 = -12
  case float32 = -13
  case float64 = -14
  case text = -15
  case reserved = -16
  case empty = -17
  case principal = -24

  /// As it is written.
  package var name: String { "\(self)" }

  init?(name: String) {
    guard let type = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = type
  }
}

/// The type of a method.
package struct FunctionType: Hashable, Sendable {
  package var arguments: [CandidType]
  package var results: [CandidType]
  package var annotations: Set<Annotation>

  /// How a method may be called; the raw value is its byte in the binary form.
  package enum Annotation: UInt8, CaseIterable, Sendable {
    case query = 1
    case oneway = 2
    case compositeQuery = 3

    var keyword: String {
      switch self {
      case .query: "query"
      case .oneway: "oneway"
      case .compositeQuery: "composite_query"
      }
    }
  }
}
