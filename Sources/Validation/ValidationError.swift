package import WebAssembly

/// Why a module is not valid, and where.
package struct ValidationError: Error, Equatable {
  package var kind: Kind
  /// The index of the function whose body is wrong.
  package var function: UInt32?
  /// The name that the name section gives it.
  package var functionName: String?
  /// The instruction that is wrong.
  package var instruction: Instruction?
  /// Where in the module's bytes, if that is known.
  package var offsetBytes: Int?

  init(_ kind: Kind, offsetBytes: Int? = nil) {
    self.kind = kind
    self.offsetBytes = offsetBytes
  }

  /// What is wrong with the module, with the particulars.
  package enum Kind: Equatable, Sendable {
    case unknown(Entity, UInt32)
    case typeMismatch(expected: ValueType?, found: ValueType?)
    /// Nil stands for an operand of any type.
    case missingOperand(expected: ValueType?)
    case expectedReference(found: ValueType)
    case selectOfReference(ValueType)
    case operandsLeft(Int)
    case constantExpressionResults(Int)
    case branchTableArity(Int, Int)
    case elseWithoutIf
    case elseMissing
    case tailCallResults
    case elementType(expected: ValueType, found: ValueType)
    case alignmentTooLarge
    case offsetOutOfRange
    case immutableGlobal(UInt32)
    case constantExpressionRequired
    case undeclaredFunctionReference(UInt32)
    case invalidLaneIndex(UInt8)
    case duplicateExport(String)
    case startFunctionType(FunctionType)
    case limitsOutOfOrder(Limits)
    case memoryTooLarge(AddressType)
    case tableTooLarge
    case multipleMemories
    case multipleTables
    case mutableGlobalShared
    case tooMany(Countable, limit: Int)
  }

  /// The entities that an index can miss.
  package enum Entity: Sendable {
    case type, function, table, memory, global, local, label, elementSegment, dataSegment
  }

  /// Things of which this implementation limits the number.
  package enum Countable: Sendable {
    case parameters, results, locals, operands
  }
}

extension ValidationError: CustomStringConvertible {
  /// Location and particulars: `function 12 "increment", offset 0x1a3f: type mismatch: …`.
  package var description: String {
    var location: [String] = []
    if let function {
      location.append("function \(function)" + (functionName.map { " \"\($0)\"" } ?? ""))
    }
    if let offsetBytes { location.append("offset 0x" + String(offsetBytes, radix: 16)) }
    return location.isEmpty ? message : location.joined(separator: ", ") + ": " + message
  }

  /// What is wrong: the official test suite's phrase first, then the particulars.
  package var message: String {
    switch kind {
    case .unknown(let entity, let index): "unknown \(entity) \(index)"
    case .typeMismatch(let expected, let found):
      "type mismatch: \(expects) \(name(expected)), found \(name(found))"
    case .missingOperand(let expected):
      "type mismatch: \(expects) \(name(expected)), found nothing"
    case .expectedReference(let found): "type mismatch: \(expects) a reference, found \(found)"
    case .selectOfReference(let type):
      "type mismatch: select without a type expects numbers or vectors, found \(type)"
    case .operandsLeft(let count): "type mismatch: \(count) values too many at the end of a block"
    case .constantExpressionResults(let count):
      "type mismatch: a constant expression must give one value, not \(count)"
    case .branchTableArity(let first, let second):
      "type mismatch: labels of br_table carry \(first) and \(second) values"
    case .elseWithoutIf: "else found outside of an if"
    case .elseMissing:
      "type mismatch: an if without else must leave the operands that it takes"
    case .tailCallResults: "type mismatch: results of the callee are not those of the caller"
    case .elementType(let expected, let found):
      "type mismatch: expected elements of type \(expected), found \(found)"
    case .alignmentTooLarge: "alignment must not be larger than natural"
    case .offsetOutOfRange: "offset out of range: the memory has 32-bit addresses"
    case .immutableGlobal(let index): "immutable global \(index)"
    case .constantExpressionRequired: "constant expression required"
    case .undeclaredFunctionReference(let index): "undeclared function reference \(index)"
    case .invalidLaneIndex(let lane): "invalid lane index \(lane)"
    case .duplicateExport(let name): "duplicate export name \"\(name)\""
    case .startFunctionType(let type): "start function must have type [] -> [], not \(type)"
    case .limitsOutOfOrder(let limits):
      "size minimum must not be greater than maximum: \(limits.minimum)"
        + (limits.maximum.map { " and \($0)" } ?? "")
    case .memoryTooLarge(.i32): "memory size must be at most 65536 pages (4GiB)"
    case .memoryTooLarge(.i64): "memory size must be at most 2^48 pages"
    case .tableTooLarge: "table size must be at most 2^32-1"
    case .multipleMemories: "multiple memories are not supported"
    case .multipleTables: "multiple tables are not supported"
    case .mutableGlobalShared: "import or export of a mutable global is not supported"
    case .tooMany(let countable, let limit): "too many \(countable): at most \(limit) are supported"
    }
  }

  private var expects: String {
    instruction?.opcode.map { "\($0.mnemonic) expects" } ?? "expected"
  }

  private func name(_ type: ValueType?) -> String { type?.description ?? "a value" }
}

extension ValidationError.Entity: CustomStringConvertible {
  package var description: String {
    switch self {
    case .type: "type"
    case .function: "function"
    case .table: "table"
    case .memory: "memory"
    case .global: "global"
    case .local: "local"
    case .label: "label"
    case .elementSegment: "elem segment"
    case .dataSegment: "data segment"
    }
  }
}

extension ValidationError.Countable: CustomStringConvertible {
  package var description: String {
    switch self {
    case .parameters: "parameters"
    case .results: "results"
    case .locals: "locals"
    case .operands: "operands"
    }
  }
}
