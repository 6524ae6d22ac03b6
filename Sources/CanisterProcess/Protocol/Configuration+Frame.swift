import Candid
internal import CanisterRuntime
package import Executions

extension Configuration {
  /// How many environment variables a process takes.
  package static var maximumEnvironmentVariableCount: Int { rt_limit_environment_variables }

  /// Writes the fields of a `configure` request.
  func write(to writer: inout WireWriter) {
    for field in rows(of: rt_configure_field.self, count: rt_configure_field_count) {
      switch field {
      case .own_id: writer.bytes(canister.bytes)
      case .subnet_id: writer.bytes(subnet.bytes)
      case .cycle_balance: writer.integer(cycleBalance)
      case .reserved_cycles: writer.integer(reservedCycles)
      case .freezing_threshold_seconds: writer.integer(freezingThresholdSeconds)
      case .memory_bytes: writer.integer(resources.memoryBytes)
      case .memory_allocation_bytes: writer.integer(resources.memoryAllocationBytes)
      case .message_memory_bytes: writer.integer(resources.messageMemoryBytes)
      case .compute_allocation_percent: writer.integer(resources.computeAllocationPercent)
      case .nodes: writer.integer(UInt32(clamping: nodeCount))
      case .is_free: writer.flag(isFree)
      case .callback_prepayment: writer.integer(callbackPrepayment)
      case .status: writer.integer(status.rawValue)
      case .version: writer.integer(version)
      case .instruction_limit: writer.integer(instructionLimit ?? 0)
      case .wasm_memory_limit_bytes: writer.integer(wasmMemoryLimitBytes ?? 0)
      case .controllers:
        writer.list(controllers) { writer, controller in writer.bytes(controller.bytes) }
      case .environment_variables: write(environmentVariables, to: &writer)
      case .root_key: writer.bytes(rootKey)
      }
    }
  }

  private func write(_ variables: [String: String], to writer: inout WireWriter) {
    let ordered = variables.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    writer.list(ordered) { writer, variable in
      writer.text(variable.key)
      writer.text(variable.value)
    }
  }
}
