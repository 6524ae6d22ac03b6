internal import CLLVM

extension Type {
  /// An integer constant; for a vector type, that value in every lane.
  package func constant(_ value: UInt64) -> Value {
    splat(Value(LLVMConstInt(scalar.reference, value, 0)))
  }

  package func constant(_ value: Int) -> Value { constant(UInt64(bitPattern: Int64(value))) }

  /// A floating-point constant; for a vector type, that value in every lane.
  package func constant(_ value: Double) -> Value {
    splat(Value(LLVMConstReal(scalar.reference, value)))
  }

  /// A constant of this type, a vector or not, with one value in every lane.
  package func splat(_ lane: Value) -> Value {
    guard LLVMGetTypeKind(reference) == LLVMVectorTypeKind else { return lane }
    return scalar.vectorConstant(Array(repeating: lane, count: Int(LLVMGetVectorSize(reference))))
  }

  /// The all-zero value, also of aggregates and pointers.
  package var null: Value { Value(LLVMConstNull(reference)) }

  package var poison: Value { Value(LLVMGetPoison(reference)) }

  /// A constant with the bits of an integer constant: the only way to write a NaN's payload.
  package func constant(bits: Value) -> Value {
    Value(LLVMConstBitCast(bits.reference, reference))
  }

  /// An array constant of elements of this type.
  package func arrayConstant(_ elements: [Value]) -> Value {
    var references: [LLVMValueRef?] = elements.map(\.reference)
    return Value(LLVMConstArray2(reference, &references, UInt64(elements.count)))
  }

  /// A vector constant out of its lanes.
  package func vectorConstant(_ lanes: [Value]) -> Value {
    var references: [LLVMValueRef?] = lanes.map(\.reference)
    return Value(LLVMConstVector(&references, UInt32(lanes.count)))
  }
}

extension Context {
  /// A constant structure, not packed, of constants.
  package func structureConstant(_ fields: [Value]) -> Value {
    var references: [LLVMValueRef?] = fields.map(\.reference)
    return Value(LLVMConstStructInContext(reference, &references, UInt32(fields.count), 0))
  }

  /// An array of bytes, without a final zero unless `bytes` has one.
  package func bytes(_ bytes: [UInt8]) -> Value {
    bytes.withUnsafeBytes { buffer in
      let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      return Value(LLVMConstStringInContext2(reference, start ?? emptyString, buffer.count, 1))
    }
  }
}

/// What an empty array of bytes points to.
nonisolated(unsafe) private let emptyString: UnsafePointer<CChar> = {
  let pointer = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
  pointer.initialize(to: 0)
  return UnsafePointer(pointer)
}()
