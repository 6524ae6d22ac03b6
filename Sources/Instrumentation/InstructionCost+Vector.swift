import WebAssembly

// The costs of SIMD instructions. What one instruction of x86-64 does costs 1.
extension InstructionCost {
  func cost(_ instruction: VectorInstruction) -> UInt32 {
    switch instruction {
    case .load, .store, .loadLane, .storeLane: access
    case .const, .swizzle, .splat, .extractLane, .replaceLane: 1
    case .shuffle: 3
    case .not, .bitwiseBinary, .bitSelect, .anyTrue, .allTrue, .bitmask, .laneSelect: 1

    case .integerUnary(_, let operation): operation == .popcnt ? 3 : 1
    case .integerBinary(let shape, let operation): operation == .mul ? multiplication(shape) : 1
    case .integerCompare(let shape, let operation): comparison(shape, operation)
    case .shift(let shape, let operation): shift(shape, operation)

    case .narrow, .extend, .dot, .relaxedDotAdd: 1
    case .extendedMultiply(let shape, let half, _): extendedMultiplication(shape, half)
    case .extendedAddPairwise(let shape, let isSigned):
      isSigned ? 1 : shape == .i16x8 ? 2 : 3

    case .floatUnary(let shape, let operation): cost(shape, operation)
    case .floatBinary(let shape, let operation): cost(shape, operation)
    case .floatTernary, .floatCompare: 1
    case .convert(let operation): cost(operation)
    }
  }

  private func multiplication(_ shape: IntegerShape) -> UInt32 {
    switch shape {
    case .i8x16, .i16x8: 1
    case .i32x4: 2
    case .i64x2: 4
    }
  }

  /// Strict comparisons without sign take two instructions.
  private func comparison(_ shape: IntegerShape, _ operation: IntegerCompareOperator) -> UInt32 {
    switch operation {
    case .ltU, .gtU: shape == .i64x2 ? 1 : 2
    case .eq, .ne, .ltS, .gtS, .leS, .leU, .geS, .geU: 1
    }
  }

  private func shift(_ shape: IntegerShape, _ operation: VectorShiftOperator) -> UInt32 {
    switch (shape, operation) {
    case (.i8x16, .shl), (.i8x16, .shrS), (.i64x2, .shrS): 3
    case (.i8x16, .shrU), (.i16x8, _), (.i32x4, _), (.i64x2, .shl), (.i64x2, .shrU): 2
    }
  }

  private func extendedMultiplication(_ shape: WideShape, _ half: VectorHalf) -> UInt32 {
    switch shape {
    case .i16x8: half == .high ? 2 : 1
    case .i32x4: 2
    case .i64x2: 1
    }
  }

  private func cost(_ shape: FloatShape, _ operation: FloatUnaryOperator) -> UInt32 {
    switch operation {
    case .abs, .neg, .ceil, .floor, .trunc, .nearest: 2
    case .sqrt: shape == .f32x4 ? 5 : 14
    }
  }

  private func cost(_ shape: FloatShape, _ operation: VectorFloatBinaryOperator) -> UInt32 {
    switch operation {
    case .add, .sub, .mul: 2
    case .div: shape == .f32x4 ? 10 : 12
    case .min: 4
    case .max: shape == .f32x4 ? 4 : 5
    case .pmin, .pmax, .relaxedMin, .relaxedMax: 1
    }
  }

  private func cost(_ operation: VectorConversionOperator) -> UInt32 {
    switch operation {
    case .truncateSaturating(let shape, let isSigned):
      isSigned ? 2 : shape == .f32x4 ? 4 : 3
    case .convert(let shape, let isSigned): shape == .f32x4 && !isSigned ? 4 : 1
    case .relaxedTruncate, .demote, .promote: 1
    }
  }
}
