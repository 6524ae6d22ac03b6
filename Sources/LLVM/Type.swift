internal import CLLVM

/// A type of LLVM's.
package struct Type: Equatable {
  let reference: LLVMTypeRef

  init(_ reference: LLVMTypeRef) { self.reference = reference }

  /// The scalar that a vector consists of; of a scalar, itself.
  package var scalar: Type {
    LLVMGetTypeKind(reference) == LLVMVectorTypeKind ? Type(LLVMGetElementType(reference)) : self
  }
}

extension Type {
  /// The width of an integer type in bits.
  package var bitWidth: Int { Int(LLVMGetIntTypeWidth(reference)) }
}

extension Context {
  package var void: Type { Type(LLVMVoidTypeInContext(reference)) }
  package var i1: Type { Type(LLVMInt1TypeInContext(reference)) }
  package var i8: Type { Type(LLVMInt8TypeInContext(reference)) }
  package var i16: Type { Type(LLVMInt16TypeInContext(reference)) }
  package var i32: Type { Type(LLVMInt32TypeInContext(reference)) }
  package var i64: Type { Type(LLVMInt64TypeInContext(reference)) }
  package var i128: Type { Type(LLVMInt128TypeInContext(reference)) }
  package var f32: Type { Type(LLVMFloatTypeInContext(reference)) }
  package var f64: Type { Type(LLVMDoubleTypeInContext(reference)) }
  package var pointer: Type { Type(LLVMPointerTypeInContext(reference, 0)) }

  package func integer(bits: Int) -> Type {
    Type(LLVMIntTypeInContext(reference, UInt32(bits)))
  }

  package func vector(_ element: Type, count: Int) -> Type {
    Type(LLVMVectorType(element.reference, UInt32(count)))
  }

  package func array(_ element: Type, count: Int) -> Type {
    Type(LLVMArrayType2(element.reference, UInt64(count)))
  }

  /// A structure type, not packed.
  package func structure(_ fields: [Type]) -> Type {
    var references: [LLVMTypeRef?] = fields.map(\.reference)
    return Type(LLVMStructTypeInContext(reference, &references, UInt32(fields.count), 0))
  }

  /// A function type without variable arguments.
  package func function(_ parameters: [Type], returning result: Type) -> Type {
    var references: [LLVMTypeRef?] = parameters.map(\.reference)
    return Type(LLVMFunctionType(result.reference, &references, UInt32(parameters.count), 0))
  }
}
