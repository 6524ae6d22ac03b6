import Validation
import WebAssembly

/// The rules for active data segments: a plain constant as offset, and a place in the memory that
/// the module starts with.
enum DataSegmentAdmission {
  static func checkOffsets(_ validated: ValidatedModule) throws(AdmissionError) {
    for (index, segment) in validated.module.dataSegments.enumerated() {
      guard case .active(let memory, let offset) = segment.mode, constant(offset) == nil else {
        continue
      }
      var global: UInt32?
      if case .globalGet(let index) = offset.instructions.first { global = index }
      let addressType = validated.memoryTypes[Int(memory)].addressType
      throw AdmissionError(
        .segmentOffset(addressType, global: global), at: .dataSegment(index: index))
    }
  }

  /// Requires that `checkOffsets` has passed.
  static func checkRanges(_ validated: ValidatedModule) throws(AdmissionError) {
    for (index, segment) in validated.module.dataSegments.enumerated() {
      guard case .active(let memory, let expression) = segment.mode,
        let offset = constant(expression)
      else { continue }
      let pages = validated.memoryTypes[Int(memory)].limits.minimum
      let sizeBytes = pages * MemoryType.pageSizeBytes
      let count = UInt64(segment.bytes.count)
      if count > sizeBytes || offset > sizeBytes - count {
        throw AdmissionError(
          .segmentOutOfMemory(sizeBytes: segment.bytes.count, offset: offset),
          at: .dataSegment(index: index))
      }
    }
  }

  /// The value of an expression that is one constant.
  private static func constant(_ expression: ConstantExpression) -> UInt64? {
    guard expression.instructions.count == 1 else { return nil }
    if case .i32Const(let value) = expression.instructions[0] {
      return UInt64(UInt32(bitPattern: value))
    }
    if case .i64Const(let value) = expression.instructions[0] { return UInt64(bitPattern: value) }
    return nil
  }
}
