import Candid
import Executions

extension Execution {
  /// Writes the fields of an `execute` request.
  func write(to writer: inout WireWriter) {
    writer.integer(entry.rawValue)
    writer.integer(flags)
    writer.integer(timeNanoseconds)
    writer.bytes(caller.bytes)
    writer.text(method)
    writer.bytes(argument)
    writer.integer(cycles)
    writer.integer(refundedCycles)
    writer.integer(rejection?.code.rawValue ?? 0)
    writer.text(rejection?.message ?? "")
    writer.integer(callback.function)
    writer.integer(callback.environment)
    writer.integer(earlierInstructions)
    writer.bytes(dataCertificate ?? [])
    writer.integer(deadlineNanoseconds ?? 0)
    writer.bytes(callerInfo?.data ?? [])
    writer.bytes(callerInfo?.signer.bytes ?? [])
    writer.integer(messageMemoryTakenBytes ?? .max)
    writer.integer(UInt32(waitingCalls.count))
    let ordered = waitingCalls.sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }
    for (callee, count) in ordered {
      writer.bytes(callee.bytes)
      writer.integer(count)
    }
  }

  private var flags: UInt8 {
    (holdsChanges ? 1 : 0) | (dataCertificate == nil ? 0 : 2) | (keepsHeap ? 4 : 0)
      | (isAnswered ? 8 : 0) | (isComposite ? 16 : 0) | (continuesChanges ? 32 : 0)
      | (replacesHeap ? 64 : 0) | (isTransform ? 128 : 0)
  }
}
