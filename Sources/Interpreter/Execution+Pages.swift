import Instrumentation
import CanisterRuntime
import WebAssembly

// Pages that the memory tracker charges, which is the runtime's: only canisters have it.
extension Execution {
  /// Tells the tracker what the next instruction touches.
  ///
  /// An access out of bounds, which is about to trap, touches nothing.
  func touch(_ touch: PageTouch) {
    switch touch {
    case .access(let argument, let sizeBytes, let depth, let isWrite):
      let (start, overflow) = top[-1 - Int(depth)].low
        .addingReportingOverflow(argument.offset)
      if !overflow {
        self.touch(start, sizeBytes: UInt64(sizeBytes), isWrite ? .written : .accessed)
      }
    case .fill: rt_heap_touch(top[-3].low, top[-1].low, .written)
    case .copy: rt_heap_touch_copy(top[-3].low, top[-2].low, top[-1].low)
    case .initialize(let data):
      let (start, count) = (top[-2].low, top[-1].low)
      let size = UInt64(module.pointee.dataSegments[Int(data)].count)
      if start <= size && count <= size - start {
        rt_heap_touch(top[-3].low, count, .written)
      }
    }
  }

  private func touch(_ start: UInt64, sizeBytes: UInt64, _ mark: rt_page_mark) {
    let memory = module.pointee.memories[0].pointee
    guard start <= memory.sizeBytes, memory.sizeBytes - start >= sizeBytes else { return }
    guard let marks = UnsafePointer<UInt8>(bitPattern: UInt(RT_HEAP_MARKS_BASE)) else { return }
    let (first, last) = (start >> 16, (start + sizeBytes - 1) >> 16)
    if marks[Int(first)] < mark.rawValue || marks[Int(last)] < mark.rawValue {
      rt_heap_touch(start, sizeBytes, mark)
    }
  }
}
