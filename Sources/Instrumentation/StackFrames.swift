package import Validation
import WebAssembly

/// An estimate of what calls take of the stack on the Internet Computer, which ends a message when
/// it has used up 5 MiB.
///
/// There the code is Cranelift's, made without optimisation: a frame has what is live across a
/// call, where each check of the counter of instructions counts as a call; besides, arguments that
/// do not fit into registers, and what does not fit into them elsewhere. A local counts as live
/// from its first use to its last, in loops around that to their ends.
package struct StackFrames {
  /// What a message has of the stack, in bytes.
  package static let stackBytes = 5 * 1024 * 1024

  private let module: ValidatedModule
  /// By local index; those of an earlier function are known by its number.
  private var ranges: [LiveRange] = []
  private var function: Int32 = 0

  package init(_ module: ValidatedModule) { self.module = module }

  /// The size of a function's frame, in bytes.
  package mutating func sizeBytes(
    ofBody index: Int, _ body: InstrumentedBody, _ facts: FunctionFacts
  ) -> Int {
    let type = module.functionTypes[module.importedFunctionCount + index]
    let locals = LocalSizes(parameters: type.parameters, runs: body.locals)
    let used = findLiveRanges(body.instructions, facts, locals)
    let live = mostLiveBytes(body.instructions, used, locals)
    var atCalls = live.atCalls + 8 * facts.heldOperandCount
    // With anything else, the counter is saved as well, and with several parameters at the entry.
    if atCalls > 0 { atCalls += 8 }
    let atEntry = live.atEntry > 8 ? live.atEntry + 8 : live.atEntry
    let liveBytes = max(atEntry, atCalls, live.anywhere - Self.registerBytes)
    let argumentBytes = argumentBytes(body.instructions)
    // Where many arguments are moved to the stack, one in three has to be saved meanwhile.
    let movedBytes = max(0, argumentBytes - 48) / 24 * 8
    // What points to the instance is always live.
    return 16 + Self.aligned(8 + liveBytes + movedBytes) + Self.aligned(argumentBytes)
  }

  /// How much of what is live between calls has not to be saved.
  private static let registerBytes = 32

  /// Finds where locals are live; those that are used.
  private mutating func findLiveRanges(
    _ instructions: [InstrumentedInstruction], _ facts: FunctionFacts, _ locals: LocalSizes
  ) -> [UInt32] {
    function += 1
    var used: [UInt32] = []
    var loops: [BlockExtent] = []
    var block = 0
    for (position, instruction) in instructions.enumerated() {
      while let loop = loops.last, loop.end < position { loops.removeLast() }
      if instruction.isBlock {
        if instruction.isCallOrLoop { loops.append(facts.blocks[block]) }
        block += 1
      } else if let index = instruction.localIndex,
        use(index, at: UInt32(position), in: loops, isParameter: locals.isParameter(index))
      {
        used.append(index)
      }
    }
    return used
  }

  /// Notes a use of a local; whether it is the first one.
  private mutating func use(
    _ index: UInt32, at position: UInt32, in loops: [BlockExtent], isParameter: Bool
  ) -> Bool {
    let missing = Int(index) + 1 - ranges.count
    if missing > 0 { ranges += repeatElement(LiveRange(), count: missing) }
    let isFirst = ranges[Int(index)].function != function
    if isFirst {
      ranges[Int(index)] = LiveRange(
        function: function, start: isParameter ? 0 : position, end: position)
    }
    let start = ranges[Int(index)].start
    // The outermost loop that begins when the local is live already.
    var (low, high) = (0, loops.count)
    while low < high {
      let middle = (low + high) / 2
      if loops[middle].start > start { high = middle } else { low = middle + 1 }
    }
    let end = low < loops.count ? loops[low].end : position
    ranges[Int(index)].end = max(ranges[Int(index)].end, end)
    return isFirst
  }

  /// The most bytes of locals that are live: of parameters at the entry, at calls and loops, and
  /// anywhere.
  private func mostLiveBytes(
    _ instructions: [InstrumentedInstruction], _ used: [UInt32], _ locals: LocalSizes
  ) -> (atEntry: Int, atCalls: Int, anywhere: Int) {
    var changes = [Int32](repeating: 0, count: instructions.count + 1)
    var entryBytes = 0
    for index in used {
      let (range, size) = (ranges[Int(index)], locals.sizeBytes(of: index))
      if locals.isParameter(index) { entryBytes += size }
      changes[Int(range.start)] += Int32(size)
      changes[Int(range.end) + 1] -= Int32(size)
    }
    var (live, atCalls, anywhere) = (0, 0, 0)
    for (position, instruction) in instructions.enumerated() {
      live += Int(changes[position])
      anywhere = max(anywhere, live)
      if instruction.isCallOrLoop { atCalls = max(atCalls, live) }
    }
    return (entryBytes, atCalls, anywhere)
  }

  /// The most bytes of arguments of a call that are not in registers.
  private func argumentBytes(_ instructions: [InstrumentedInstruction]) -> Int {
    var most = 0
    for instruction in instructions {
      if case .wasm(.call(let function)) = instruction {
        most = max(most, Self.argumentBytes(module.functionTypes[Int(function)]))
      } else if case .wasm(.callIndirect(let type, _)) = instruction {
        most = max(most, Self.argumentBytes(module.module.types[Int(type)]))
      }
    }
    return most
  }

  /// Six registers, of which the instances of caller and callee take two, and eight of vectors.
  private static func argumentBytes(_ type: FunctionType) -> Int {
    let vectors = type.parameters.count { $0.isInVectorRegister }
    return 8 * max(0, type.parameters.count - vectors - 4) + 16 * max(0, vectors - 8)
  }

  private static func aligned(_ size: Int) -> Int { (size + 15) / 16 * 16 }
}

/// From where to where a local of a function is live.
private struct LiveRange: BitwiseCopyable {
  var function: Int32 = 0
  var start: UInt32 = 0
  var end: UInt32 = 0
}

/// The size of locals, without a list of them all: a few bytes can declare many.
private struct LocalSizes {
  private let parameters: [ValueType]
  /// Where each run ends, as a local index.
  private let runs: [(end: UInt32, type: ValueType)]

  init(parameters: [ValueType], runs: [LocalRun]) {
    self.parameters = parameters
    var end = UInt32(parameters.count)
    self.runs = runs.map { run in
      end += run.count
      return (end, run.type)
    }
  }

  func isParameter(_ index: UInt32) -> Bool { index < parameters.count }

  func sizeBytes(of index: UInt32) -> Int { type(of: index).isInVectorRegister ? 16 : 8 }

  private func type(of index: UInt32) -> ValueType {
    if isParameter(index) { return parameters[Int(index)] }
    var (low, high) = (0, runs.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].end <= index { low = middle + 1 } else { high = middle }
    }
    return runs[low].type
  }
}

extension InstrumentedInstruction {
  /// The local that it uses.
  fileprivate var localIndex: UInt32? {
    if case .wasm(.localGet(let index)) = self { return index }
    if case .wasm(.localSet(let index)) = self { return index }
    if case .wasm(.localTee(let index)) = self { return index }
    return nil
  }

  fileprivate var isBlock: Bool {
    if case .wasm(.block) = self { return true }
    if case .wasm(.loop) = self { return true }
    if case .wasm(.if) = self { return true }
    return false
  }

  fileprivate var isCallOrLoop: Bool {
    if case .wasm(.call) = self { return true }
    if case .wasm(.callIndirect) = self { return true }
    if case .wasm(.loop) = self { return true }
    return false
  }
}

extension ValueType {
  fileprivate var isInVectorRegister: Bool {
    switch self {
    case .f32, .f64, .v128: true
    default: false
    }
  }
}
