package import WebAssembly

/// Why a module is not valid, and where.
package struct ValidationError: Error, Equatable {
  package var kind: Kind
  /// The index of the function whose body is wrong.
  package var function: UInt32?
  /// The name that the name section gives it.
  package var functionName: String?
  /// Where in the module's bytes, if that is known.
  package var offsetBytes: Int?

  init(_ kind: Kind, offsetBytes: Int? = nil) {
    self.kind = kind
    self.offsetBytes = offsetBytes
  }

  /// What is wrong with the module, with the particulars.
  package enum Kind: Equatable, Sendable {
    case unknown(Entity, UInt32)
    /// Nil stands for a missing operand.
    case typeMismatch(expected: ValueType, found: ValueType?)
    case expectedReference(found: ValueType)
    case selectOfReference(ValueType)
    case operandsLeft(Int)
    case branchTableArity
    case elseWithoutMatchingTypes
    case resultsOfTailCall
    case tableElementType(expected: ValueType, found: ValueType)
    case alignmentTooLarge
    case offsetOutOfRange
    case immutableGlobal(UInt32)
    case constantExpressionRequired
    case constantExpressionTypes
    case undeclaredFunctionReference(UInt32)
    case invalidLaneIndex(UInt8)
    case duplicateExport(String)
    case startFunctionType
    case limitsOutOfOrder
    case memoryTooLarge(AddressType)
    case tableTooLarge
    case multipleMemories
    case multipleTables
    case multipleResults
    case mutableGlobalShared
    case tooManyLocals
    case missingTableInitializer
  }

  /// The entities that an index can miss.
  package enum Entity: String, Sendable {
    case type, function, table, memory, global, local, label
    case elementSegment = "elem segment"
    case dataSegment = "data segment"
  }
}

extension ValidationError: CustomStringConvertible {
  /// Place and particulars: `function 12 "increment", offset 0x1a3f: type mismatch: …`.
  package var description: String {
    var place: [String] = []
    if let function {
      place.append("function \(function)" + (functionName.map { " \"\($0)\"" } ?? ""))
    }
    if let offsetBytes { place.append("offset 0x" + String(offsetBytes, radix: 16)) }
    return place.isEmpty ? message : place.joined(separator: ", ") + ": " + message
  }

  /// What is wrong: the official test suite's phrase first, then the particulars.
  package var message: String {
    switch kind {
    case .unknown(let entity, let index): "unknown \(entity.rawValue) \(index)"
    case .typeMismatch(let expected, let found?):
      "type mismatch: expected \(expected), found \(found)"
    case .typeMismatch(let expected, nil): "type mismatch: expected \(expected), found nothing"
    case .expectedReference(let found): "type mismatch: expected a reference, found \(found)"
    case .selectOfReference(let type):
      "type mismatch: select without a type needs numbers or vectors, found \(type)"
    case .operandsLeft(let count): "type mismatch: \(count) values too many at the end of a block"
    case .branchTableArity: "type mismatch: labels of br_table carry different numbers of values"
    case .elseWithoutMatchingTypes:
      "type mismatch: if without else must have the same parameters and results"
    case .resultsOfTailCall: "type mismatch: results of the callee differ from the caller's"
    case .tableElementType(let expected, let found):
      "type mismatch: expected elements of type \(expected), found \(found)"
    case .alignmentTooLarge: "alignment must not be larger than natural"
    case .offsetOutOfRange: "offset out of range"
    case .immutableGlobal(let index): "immutable global \(index)"
    case .constantExpressionRequired: "constant expression required"
    case .constantExpressionTypes: "type mismatch: a constant expression must give one value"
    case .undeclaredFunctionReference(let index): "undeclared function reference \(index)"
    case .invalidLaneIndex(let lane): "invalid lane index \(lane)"
    case .duplicateExport(let name): "duplicate export name \"\(name)\""
    case .startFunctionType: "start function must have type [] -> []"
    case .limitsOutOfOrder: "size minimum must not be greater than maximum"
    case .memoryTooLarge(.i32): "memory size must be at most 65536 pages (4GiB)"
    case .memoryTooLarge(.i64): "memory size must be at most 2^48 pages"
    case .tableTooLarge: "table size must be at most 2^32-1"
    case .multipleMemories: "multiple memories are not supported"
    case .multipleTables: "multiple tables are not supported"
    case .multipleResults: "invalid result arity: several results are not supported"
    case .mutableGlobalShared: "mutable globals cannot be imported or exported"
    case .tooManyLocals: "too many locals: a function can have 50000"
    case .missingTableInitializer: "type mismatch: a table of this type needs an initializer"
    }
  }
}
