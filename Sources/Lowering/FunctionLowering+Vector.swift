internal import LLVM
internal import WebAssembly

// Vector instructions (Core Specification, "Vector Instructions"): dispatch, lanes and all bits.
// Where the relaxed ones leave a choice, it is that of the deterministic profile.
extension FunctionLowering {
  mutating func lowerVector(_ instruction: VectorInstruction) {
    switch instruction {
    case .const(let value): push(types.constant(value))
    case .load(let storage, let argument): lowerVectorLoad(storage, argument)
    case .store(let argument): lowerStore(.full, argument, sizeBytes: 16)
    case .loadLane(let width, let argument, let lane): lowerLoadLane(width, argument, lane)
    case .storeLane(let width, let argument, let lane): lowerStoreLane(width, argument, lane)
    case .shuffle(let lanes): lowerShuffle(lanes)
    case .swizzle: lowerSwizzle()
    case .splat(let shape): push(vector: splat(narrowed(pop(), to: shape), shape))
    case .extractLane(let extraction, let lane): lowerExtractLane(extraction, lane)
    case .replaceLane(let shape, let lane): lowerReplaceLane(shape, lane)
    case .not: push(vector: code.builder.binary(.xor, pop(), types.v128.constant(-1)))
    case .bitwiseBinary(let operation): lowerBitwiseBinary(operation)
    case .bitSelect, .laneSelect: lowerBitSelect()
    case .anyTrue: lowerAnyTrue()
    case .integerUnary(let shape, let operation): lowerVectorUnary(shape, operation)
    case .integerBinary(let shape, let operation): lowerVectorBinary(shape, operation)
    case .integerCompare(let shape, let operation): lowerVectorCompare(shape, operation)
    case .shift(let shape, let operation): lowerVectorShift(shape, operation)
    case .allTrue(let shape): lowerAllTrue(shape)
    case .bitmask(let shape): lowerBitmask(shape)
    case .narrow(let shape, let isSigned): lowerNarrow(to: shape, isSigned: isSigned)
    case .extend(let shape, let half, let isSigned):
      push(vector: extend(pop(shape.source), to: shape, half, isSigned: isSigned))
    case .extendedMultiply(let shape, let half, let isSigned):
      lowerExtendedMultiply(to: shape, half, isSigned: isSigned)
    case .extendedAddPairwise(let shape, let isSigned):
      push(vector: addPairwise(pop(shape.source), from: shape.source, isSigned: isSigned))
    case .dot(.i32x4DotI16x8S): lowerDot(.i16x8)
    case .dot(.i16x8RelaxedDotI8x16I7x16S): lowerDot(.i8x16)
    case .relaxedDotAdd: lowerRelaxedDotAdd()
    case .floatUnary(let shape, let operation): lowerVectorUnary(shape, operation)
    case .floatBinary(let shape, let operation): lowerVectorBinary(shape, operation)
    case .floatTernary(let shape, let operation): lowerVectorTernary(shape, operation)
    case .floatCompare(let shape, let operation): lowerVectorCompare(shape, operation)
    case .convert(let operation): lowerVectorConversion(operation)
    }
  }

  // Operands

  /// Pops a vector as one of this shape.
  mutating func pop(_ shape: VectorShape) -> Value {
    code.builder.cast(.bitcast, pop(), to: types.vector(shape))
  }

  mutating func pop(_ shape: IntegerShape) -> Value { pop(shape.shape) }

  mutating func pop(_ shape: FloatShape) -> Value { pop(shape.shape) }

  /// Pushes a vector of any shape.
  mutating func push(vector: Value) {
    push(code.builder.cast(.bitcast, vector, to: types.v128))
  }

  /// Lanes of two vectors by number, counted through both.
  func shuffle(_ left: Value, _ right: Value, _ lanes: [Int]) -> Value {
    let mask = context.i32.vectorConstant(lanes.map { context.i32.constant($0) })
    return code.builder.shuffle(left, right, mask: mask)
  }

  /// A vector with one value in every lane.
  func splat(_ lane: Value, _ shape: VectorShape) -> Value {
    let type = types.vector(shape)
    let first = code.builder.insertLane(
      lane, into: type.poison, at: context.i32.constant(UInt64(0)))
    return shuffle(first, type.poison, Array(repeating: 0, count: shape.laneCount))
  }

  /// An operand as a lane: those narrower than 32 bits take its low bits.
  private func narrowed(_ operand: Value, to shape: VectorShape) -> Value {
    shape.laneBitWidth < 32
      ? code.builder.cast(.trunc, operand, to: types.lane(shape)) : operand
  }

  private func index(_ lane: UInt8) -> Value { context.i32.constant(UInt64(lane)) }

  // Memory

  private mutating func lowerVectorLoad(_ storage: VectorLoadStorage, _ argument: MemoryArgument) {
    let address = self.address(pop(), argument, sizeBytes: storage.sizeBytes)
    switch storage {
    case .full: push(load(types.v128, from: address))
    case .extend8x8S: push(vector: loadExtended(.i16x8, address, .sext))
    case .extend8x8U: push(vector: loadExtended(.i16x8, address, .zext))
    case .extend16x4S: push(vector: loadExtended(.i32x4, address, .sext))
    case .extend16x4U: push(vector: loadExtended(.i32x4, address, .zext))
    case .extend32x2S: push(vector: loadExtended(.i64x2, address, .sext))
    case .extend32x2U: push(vector: loadExtended(.i64x2, address, .zext))
    case .splat8: push(vector: splat(load(context.i8, from: address), .i8x16))
    case .splat16: push(vector: splat(load(context.i16, from: address), .i16x8))
    case .splat32: push(vector: splat(load(context.i32, from: address), .i32x4))
    case .splat64: push(vector: splat(load(context.i64, from: address), .i64x2))
    case .zero32: push(vector: loadZero(.i32x4, address))
    case .zero64: push(vector: loadZero(.i64x2, address))
    }
  }

  private func loadExtended(_ shape: WideShape, _ address: Value, _ cast: Cast) -> Value {
    let source = shape.source.shape
    let half = context.vector(types.lane(source), count: source.laneCount / 2)
    return code.builder.cast(
      cast, load(half, from: address), to: types.vector(shape.shape))
  }

  private func loadZero(_ shape: VectorShape, _ address: Value) -> Value {
    code.builder.insertLane(
      load(types.lane(shape), from: address), into: types.vector(shape).null,
      at: context.i32.constant(UInt64(0)))
  }

  private mutating func lowerLoadLane(
    _ width: LaneWidth, _ argument: MemoryArgument, _ lane: UInt8
  ) {
    let vector = pop(width.shape)
    let address = self.address(pop(), argument, sizeBytes: width.sizeBytes)
    let value = load(types.lane(width.shape), from: address)
    push(vector: code.builder.insertLane(value, into: vector, at: index(lane)))
  }

  private mutating func lowerStoreLane(
    _ width: LaneWidth, _ argument: MemoryArgument, _ lane: UInt8
  ) {
    let value = code.builder.extractLane(index(lane), from: pop(width.shape))
    let address = self.address(pop(), argument, sizeBytes: width.sizeBytes)
    code.builder.store(value, to: address, alignment: 1)
  }

  // Lanes

  private mutating func lowerShuffle(_ lanes: V128) {
    let right = pop(VectorShape.i8x16)
    let left = pop(VectorShape.i8x16)
    push(vector: shuffle(left, right, (0..<16).map { Int(lanes[byte: $0]) }))
  }

  /// Lanes chosen at run time; a number beyond the last lane gives zero.
  ///
  /// Both architectures have an instruction for it, of which LLVM knows nothing in general terms.
  private mutating func lowerSwizzle() {
    let numbers = pop(VectorShape.i8x16)
    let bytes = pop(VectorShape.i8x16)
    #if arch(x86_64)
      // The instruction gives zero if the highest bit is set, and else takes the low four bits:
      // adding 0x70 with saturation sets that bit for all numbers from 16 on.
      let marked = intrinsic(
        "llvm.uadd.sat", numbers.type, [numbers, numbers.type.constant(0x70)])
      push(
        vector: code.builder.intrinsic(
          "llvm.x86.ssse3.pshuf.b.128", [bytes, marked], in: module.output))
    #else
      push(
        vector: code.builder.intrinsic(
          "llvm.aarch64.neon.tbl1", overloads: [numbers.type], [bytes, numbers],
          in: module.output))
    #endif
  }

  private mutating func lowerExtractLane(_ extraction: LaneExtraction, _ lane: UInt8) {
    let value = code.builder.extractLane(index(lane), from: pop(extraction.shape))
    switch extraction {
    case .i8x16S, .i16x8S: push(code.builder.cast(.sext, value, to: context.i32))
    case .i8x16U, .i16x8U: push(code.builder.cast(.zext, value, to: context.i32))
    case .i32x4, .i64x2, .f32x4, .f64x2: push(value)
    }
  }

  private mutating func lowerReplaceLane(_ shape: VectorShape, _ lane: UInt8) {
    let value = narrowed(pop(), to: shape)
    push(vector: code.builder.insertLane(value, into: pop(shape), at: index(lane)))
  }

  // All bits

  private mutating func lowerBitwiseBinary(_ operation: VectorBitwiseOperator) {
    let right = pop()
    let left = pop()
    let result =
      switch operation {
      case .and: code.builder.binary(.and, left, right)
      case .andnot:
        code.builder.binary(
          .and, left, code.builder.binary(.xor, right, types.v128.constant(-1)))
      case .or: code.builder.binary(.or, left, right)
      case .xor: code.builder.binary(.xor, left, right)
      }
    push(result)
  }

  private mutating func lowerBitSelect() {
    let mask = pop()
    let other = pop()
    let chosen = pop()
    let difference = code.builder.binary(.xor, chosen, other)
    push(code.builder.binary(.xor, code.builder.binary(.and, difference, mask), other))
  }

  private mutating func lowerAnyTrue() {
    let bits = intrinsic("llvm.vector.reduce.or", types.v128, [pop()])
    push(condition: code.builder.compare(.ne, bits, context.i64.constant(UInt64(0))))
  }
}

extension LaneWidth {
  /// Integer lanes of this width.
  var shape: VectorShape {
    switch self {
    case .bits8: .i8x16
    case .bits16: .i16x8
    case .bits32: .i32x4
    case .bits64: .i64x2
    }
  }
}
