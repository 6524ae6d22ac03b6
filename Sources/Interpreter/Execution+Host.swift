import Instrumentation
import CanisterRuntime
import WebAssembly

// Calls of what is no Wasm, with the words of values in place of slots.
extension Execution {
  /// Calls a function of the host whose arguments are the topmost operands.
  mutating func callHost(_ callee: FunctionAddress) throws(Trap) {
    guard let host = callee.pointee.host else { preconditionFailure("a function has a body") }
    if let signature = callee.pointee.scalarSignature {
      top = try stack.callHost(host, signature, top: top, frames: frames)
    } else {
      top = try stack.callHost(host, callee.pointee.type, top: top, frames: frames)
    }
  }

  mutating func stableMemory(_ operation: StableMemoryOperation) throws(Trap) {
    guard let function = module.pointee.stableMemory else {
      preconditionFailure("a module with instructions of stable memory is given what they do")
    }
    top = try stack.callHost(
      { function(operation, $0) }, operation.signature, top: top, frames: frames)
  }
}

/// The type of a function that takes no vectors and has one integer as its result, or none: most of
/// what a host has, and called with less ado.
struct ScalarSignature: BitwiseCopyable {
  let parameterCount: Int
  /// How many bits the result has; 0 if there is none.
  let resultBits: Int

  init(parameterCount: Int, resultBits: Int) {
    self.parameterCount = parameterCount
    self.resultBits = resultBits
  }

  /// Nil for a type that is not so.
  init?(_ type: FunctionType) {
    guard !type.parameters.contains(.v128), type.results.count <= 1 else { return nil }
    parameterCount = type.parameters.count
    switch type.results.first {
    case nil: resultBits = 0
    case .i32: resultBits = 32
    case .i64: resultBits = 64
    case .f32, .f64, .v128, .funcref, .externref: return nil
    }
  }
}

extension ExecutionStack {
  /// Calls a function of the host on the topmost slots; returns where the results end.
  func callHost(
    _ host: HostFunction, _ signature: ScalarSignature, top: UnsafeMutablePointer<Slot>,
    frames: UnsafeMutablePointer<Frame>
  ) throws(Trap) -> UnsafeMutablePointer<Slot> {
    let count = max(signature.parameterCount, 1)
    guard slotsEnd - top >= 2 * count else { throw .stack_overflow }
    let bottom = top - signature.parameterCount
    // Above all slots in use: two words in each slot.
    let words = UnsafeMutableRawPointer(top).bindMemory(to: UInt64.self, capacity: 2 * count)
    defer { _ = UnsafeMutableRawPointer(words).bindMemory(to: Slot.self, capacity: count) }
    for index in 0..<signature.parameterCount {
      (words + index).initialize(to: bottom[index].low)
    }
    let (oldSlots, oldFrames) = (freeSlots, freeFrames)
    defer { (freeSlots, freeFrames) = (oldSlots, oldFrames) }
    (freeSlots, freeFrames) = (top + count, frames)
    if let trap = host(words) { throw trap }

    guard signature.resultBits != 0 else { return bottom }
    // What the host leaves above the bits of the type must not get in.
    let result = signature.resultBits == 32 ? words[0] & 0xFFFF_FFFF : words[0]
    bottom.initialize(to: Slot(result))
    return bottom + 1
  }

  /// The same for any type.
  func callHost(
    _ host: HostFunction, _ type: FunctionType, top: UnsafeMutablePointer<Slot>,
    frames: UnsafeMutablePointer<Frame>
  ) throws(Trap) -> UnsafeMutablePointer<Slot> {
    let count = max(type.parameters.count, type.results.count)
    guard slotsEnd - top >= 2 * count else { throw .stack_overflow }
    let bottom = top - type.parameters.count
    // Each value has room for two words, above all slots in use.
    let words = UnsafeMutableRawPointer(bottom + count)
      .bindMemory(to: UInt64.self, capacity: 2 * count)
    defer { _ = UnsafeMutableRawPointer(words).bindMemory(to: Slot.self, capacity: count) }
    pack(bottom, type.parameters, into: words)

    let (oldSlots, oldFrames) = (freeSlots, freeFrames)
    defer { (freeSlots, freeFrames) = (oldSlots, oldFrames) }
    (freeSlots, freeFrames) = (bottom + 2 * count, frames)
    if let trap = host(words) { throw trap }

    unpack(words, type.results, into: bottom)
    return bottom + type.results.count
  }

  private func pack(
    _ slots: UnsafeMutablePointer<Slot>, _ types: [ValueType],
    into words: UnsafeMutablePointer<UInt64>
  ) {
    var word = words
    for (index, type) in types.enumerated() {
      word.initialize(to: slots[index].low)
      word += 1
      guard type == .v128 else { continue }
      word.initialize(to: slots[index].high)
      word += 1
    }
  }

  private func unpack(
    _ words: UnsafeMutablePointer<UInt64>, _ types: [ValueType],
    into slots: UnsafeMutablePointer<Slot>
  ) {
    var word = words
    for (index, type) in types.enumerated() {
      switch type {
      case .v128:
        (slots + index).initialize(to: Slot(low: word[0], high: word[1]))
        word += 1
      // What the host leaves above the bits of the type must not get in.
      case .i32, .f32:
        (slots + index).initialize(to: Slot(UInt64(UInt32(truncatingIfNeeded: word[0]))))
      case .i64, .f64, .funcref, .externref: (slots + index).initialize(to: Slot(word[0]))
      }
      word += 1
    }
  }
}
