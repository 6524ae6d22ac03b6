import WebAssembly

/// Room for one value on the operand stack, among the locals, or in a global.
///
/// All slots have 128 bits, for values of all types: so the heights that validation has
/// counted in values are those of the stack, and `drop`, `select` and branches need to know no
/// types. Integers narrower than 64 bits and floats are zero-extended in `low`, so that an address
/// or index can be read without knowing whether it has 32 bits or 64; `high` is then zero too.
/// References are as `Reference` says.
typealias Slot = V128

extension V128 {
  /// One move of 128 bits: were the halves written one by one, reading them together would wait for
  /// both to reach the cache.
  @inline(__always)
  init(_ bits: UInt64) { self = unsafeBitCast(SIMD2(bits, 0), to: V128.self) }

  @inline(__always)
  init(_ isTrue: Bool) { self.init(isTrue ? 1 : UInt64(0)) }

  @inline(__always)
  var i32: UInt32 { UInt32(truncatingIfNeeded: low) }
}

/// A reference in a slot or a table: zero is null, a function is the address of its instance, and
/// what the host refers to is a number of its own choice plus one.
typealias Reference = UInt64

extension Reference {
  static let null: Reference = 0

  init(_ function: FunctionAddress) { self = UInt64(UInt(bitPattern: function)) }

  /// The function referred to; the reference must be one to a function.
  var function: FunctionAddress? { FunctionAddress(bitPattern: UInt(self)) }
}
