import Candid

// What a benchmark answers:
//
//     record { total : Measurement; scopes : vec record { text; Measurement } }
//     Measurement = record { calls, instructions, heap_increase, stable_memory_increase : nat64 }
//
// Fields that later versions may add are left out.
extension BenchmarkResult {
  /// The content of a benchmark's reply.
  package init(reply: [UInt8]) throws(ReplyError) {
    let values: [CandidValue]
    do {
      values = try CandidMessage(decoding: reply).values
    } catch {
      throw .notCandid(error)
    }
    guard values.count == 1 else { throw .unexpected(expected: "one value") }
    let fields = try values[0].fields(of: "the result")
    guard let total = fields["total"] else { throw .missingField("total") }
    self.init(total: try Measurement(total, of: "total"))
    if let scopes = fields["scopes"] { self.scopes = try Self.scopes(in: scopes) }
  }

  private static func scopes(in value: CandidValue) throws(ReplyError) -> [Name: Measurement] {
    guard case .vector(let elements) = value else {
      throw .unexpected(expected: "a vec for scopes")
    }
    var scopes: [Name: Measurement] = [:]
    for element in elements {
      let fields = try element.fields(of: "a scope")
      guard case .text(let name)? = fields[0], let measurement = fields[1] else {
        throw .unexpected(expected: "a scope with a name and a measurement")
      }
      scopes[Name(name)] = try Measurement(measurement, of: name)
    }
    return scopes
  }
}

extension Measurement {
  /// Members that canisters of old versions do not have are missing.
  fileprivate init(_ value: CandidValue, of name: String) throws(ReplyError) {
    self.init()
    let fields = try value.fields(of: name)
    for metric in Metric.allCases {
      switch fields[metric.rawValue] {
      case nil: continue
      case .nat64(let number): self[metric] = number
      default: throw .unexpected(expected: "a nat64 for \(metric.rawValue) of \(name)")
      }
    }
  }
}

/// The fields of a record, to be looked up.
private struct Fields {
  let fields: [CandidValue.Field]

  subscript(_ name: String) -> CandidValue? { self[FieldLabel.hash(of: name)] }

  subscript(_ id: UInt32) -> CandidValue? { fields.first { $0.label.id == id }?.value }
}

extension CandidValue {
  fileprivate func fields(of name: String) throws(ReplyError) -> Fields {
    guard case .record(let fields) = self else {
      throw .unexpected(expected: "a record for \(name)")
    }
    return Fields(fields: fields)
  }
}
