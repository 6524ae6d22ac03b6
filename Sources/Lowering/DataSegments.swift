internal import LLVM
internal import WebAssembly

/// What code has of a module's data segments.
struct DataSegments {
  /// By index of segment.
  let bytes: [Value]
  /// In an executable with a passive segment: a byte for each, not 0 once it is dropped, which
  /// starts over with each message.
  let droppedFlags: Value?

  /// Defines constants and flags, of which all parts of a module have the same.
  init(_ segments: [DataSegment], _ home: CodeHome, _ part: ModulePart, in output: LLVM.Module) {
    let context = output.context
    bytes = segments.enumerated().map { index, segment in
      part.addShared("data.\(index)", context.bytes(segment.bytes), isConstant: true, to: output)
    }
    if !home.isProcess, segments.contains(where: { $0.mode == .passive }) {
      let flags = context.array(context.i8, count: segments.count).null
      droppedFlags = part.addShared("dropped", flags, to: output)
    } else {
      droppedFlags = nil
    }
  }
}
