import WebAssembly

/// An instruction that makes one value of others, and of nothing else.
struct Operator {
  let mnemonic: String
  let operands: [ValueType]
  let result: ValueType
  /// How many lanes there are of which one is named behind the mnemonic; 0 if none is.
  var laneCount = 0
  var mayTrap = false

  /// All that canisters may use, by what they make.
  static let all = Dictionary(grouping: Opcode.all.compactMap(Operator.init), by: \.result)

  private init?(_ opcode: Opcode) {
    guard Features.ic.isSuperset(of: opcode.feature) else { return nil }
    mnemonic = opcode.mnemonic
    switch opcode.form {
    case .with(.extractLane(let extraction)):
      (operands, result) = ([.v128], extraction.shape.laneType)
      laneCount = extraction.shape.laneCount
    case .with(.replaceLane(let shape)):
      (operands, result) = ([.v128, shape.laneType], .v128)
      laneCount = shape.laneCount
    case .plain(let instruction):
      guard let type = Self.type(of: instruction) else { return nil }
      (operands, result) = type
      mayTrap = Self.mayTrap(instruction)
    case .with: return nil
    }
  }

  private static func type(of instruction: Instruction) -> ([ValueType], ValueType)? {
    switch instruction {
    case .integerUnary(let type, _): ([type.valueType], type.valueType)
    case .integerBinary(let type, _): ([type.valueType, type.valueType], type.valueType)
    case .integerEqualsZero(let type): ([type.valueType], .i32)
    case .integerCompare(let type, _): ([type.valueType, type.valueType], .i32)
    case .floatUnary(let type, _): ([type.valueType], type.valueType)
    case .floatBinary(let type, _): ([type.valueType, type.valueType], type.valueType)
    case .floatCompare(let type, _): ([type.valueType, type.valueType], .i32)
    case .convert(let conversion): ([conversion.source], conversion.result)
    case .vector(let instruction): self.type(of: instruction)
    default: nil
    }
  }

  private static func type(of instruction: VectorInstruction) -> ([ValueType], ValueType)? {
    switch instruction {
    case .splat(let shape): ([shape.laneType], .v128)
    case .not, .integerUnary, .extend, .extendedAddPairwise, .floatUnary, .convert:
      ([.v128], .v128)
    case .swizzle, .bitwiseBinary, .integerBinary, .integerCompare, .narrow, .extendedMultiply,
      .dot, .floatBinary, .floatCompare:
      ([.v128, .v128], .v128)
    case .bitSelect: ([.v128, .v128, .v128], .v128)
    case .shift: ([.v128, .i32], .v128)
    case .anyTrue, .allTrue, .bitmask: ([.v128], .i32)
    default: nil
    }
  }

  private static func mayTrap(_ instruction: Instruction) -> Bool {
    switch instruction {
    case .integerBinary(_, .divS), .integerBinary(_, .divU), .integerBinary(_, .remS),
      .integerBinary(_, .remU), .convert(.truncate):
      true
    default: false
    }
  }
}

/// An instruction that reads memory or writes to it.
struct MemoryAccess {
  let mnemonic: String
  /// What is loaded or stored.
  let type: ValueType
  /// How many lanes there are of which one is loaded or stored; 0 if it is the whole value.
  var laneCount = 0
  /// How many bytes are read or written.
  let sizeBytes: Int

  /// All that canisters may use.
  static let loads = Opcode.all.compactMap { opcode -> MemoryAccess? in
    switch opcode.form {
    case .with(.load(let type, let storage)):
      MemoryAccess(opcode, type, sizeBytes: storage.sizeBytes(of: type))
    case .with(.vectorLoad(let storage)):
      MemoryAccess(opcode, .v128, sizeBytes: storage.sizeBytes)
    case .with(.loadLane(let width)): MemoryAccess(opcode, laneOf: width)
    default: nil
    }
  }

  static let stores = Opcode.all.compactMap { opcode -> MemoryAccess? in
    switch opcode.form {
    case .with(.store(let type, let storage)):
      MemoryAccess(opcode, type, sizeBytes: storage.sizeBytes(of: type))
    case .with(.vectorStore): MemoryAccess(opcode, .v128, sizeBytes: 16)
    case .with(.storeLane(let width)): MemoryAccess(opcode, laneOf: width)
    default: nil
    }
  }

  private init(_ opcode: Opcode, _ type: ValueType, sizeBytes: UInt64) {
    mnemonic = opcode.mnemonic
    self.type = type
    self.sizeBytes = Int(sizeBytes)
  }

  private init(_ opcode: Opcode, laneOf width: LaneWidth) {
    self.init(opcode, .v128, sizeBytes: width.sizeBytes)
    laneCount = width.laneCount
  }
}
