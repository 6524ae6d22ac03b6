/// A value of a Candid type.
package indirect enum CandidValue: Hashable, Sendable {
  case null
  case reserved
  case bool(Bool)
  case nat(BigInteger)
  case int(BigInteger)
  case nat8(UInt8)
  case nat16(UInt16)
  case nat32(UInt32)
  case nat64(UInt64)
  case int8(Int8)
  case int16(Int16)
  case int32(Int32)
  case int64(Int64)
  case float32(Float)
  case float64(Double)
  case text(String)
  /// The empty option.
  case none
  case option(CandidValue)
  case vector([CandidValue])
  /// A vector of `nat8`.
  case blob([UInt8])
  /// In the order of the fields' ids.
  case record([Field])
  case variant(Field)
  case principal(Principal)
  case service(Principal)
  case function(Principal, method: String)

  /// A field of a record, or the one of a variant.
  package struct Field: Hashable, Sendable {
    package var label: FieldLabel
    package var value: CandidValue

    package init(_ label: FieldLabel, _ value: CandidValue) {
      self.label = label
      self.value = value
    }
  }
}
