import Candid
import CanisterRuntime
import Executions

extension Execution {
  /// Writes the fields of an `execute` request.
  func write(to writer: inout WireWriter) {
    for field in rows(of: rt_execute_field.self, count: rt_execute_field_count) {
      switch field {
      case .entry: writer.integer(entry.row.rawValue)
      case .hold: writer.flag(holdsChanges)
      case .continues: writer.flag(continuesChanges)
      case .keep_memory: writer.flag(keepsHeap)
      case .replace_memory: writer.flag(replacesHeap)
      case .is_answered: writer.flag(isAnswered)
      case .is_composite: writer.flag(isComposite)
      case .is_transform: writer.flag(isTransform)
      case .has_data_certificate: writer.flag(dataCertificate != nil)
      case .data_certificate: writer.bytes(dataCertificate ?? [])
      case .time_nanoseconds: writer.integer(timeNanoseconds)
      case .deadline_nanoseconds: writer.integer(deadlineNanoseconds ?? 0)
      case .caller: writer.bytes(caller.bytes)
      case .caller_info: writer.bytes(callerInfo?.data ?? [])
      case .caller_info_signer: writer.bytes(callerInfo?.signer.bytes ?? [])
      case .method: writer.text(method)
      case .argument: writer.bytes(argument)
      case .cycles: writer.integer(cycles)
      case .cycles_refunded: writer.integer(refundedCycles)
      case .reject_code: writer.integer(rejection?.code.rawValue ?? 0)
      case .reject_message: writer.text(rejection?.message ?? "")
      case .function: writer.integer(callback.function)
      case .environment: writer.integer(callback.environment)
      case .instructions_before: writer.integer(earlierInstructions)
      case .message_memory_taken: writer.integer(messageMemoryTakenBytes ?? .max)
      case .queues: write(waitingCalls, to: &writer)
      }
    }
  }

  private func write(_ queues: [Principal: UInt32], to writer: inout WireWriter) {
    let ordered = queues.sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }
    writer.list(ordered) { writer, queue in
      writer.bytes(queue.key.bytes)
      writer.integer(queue.value)
    }
  }
}

extension Execution.Entry {
  fileprivate var row: rt_entry {
    switch self {
    case .install: .install
    case .reinstall: .reinstall
    case .preUpgrade: .pre_upgrade
    case .postUpgrade: .post_upgrade
    case .update: .update
    case .replicatedQuery: .replicated_query
    case .query: .query
    case .compositeQuery: .composite_query
    case .inspectMessage: .inspect_message
    case .heartbeat: .heartbeat
    case .globalTimer: .global_timer
    case .onLowWasmMemory: .on_low_wasm_memory
    case .replyCallback: .reply_callback
    case .rejectCallback: .reject_callback
    case .cleanupCallback: .cleanup
    }
  }
}
