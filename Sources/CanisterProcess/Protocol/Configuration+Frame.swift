import Candid
import Executions

extension Configuration {
  /// Writes the fields of a `configure` request.
  func write(to writer: inout WireWriter) {
    writer.bytes(canister.bytes)
    writer.bytes(subnet.bytes)
    writer.integer(cycleBalance)
    writer.integer(status.rawValue)
    writer.integer(version)
    writer.integer(instructionLimit ?? 0)
    writer.integer(UInt32(controllers.count))
    for controller in controllers { writer.bytes(controller.bytes) }
    writer.integer(frozenCycles)
    writer.bytes(rootKey)
    writer.integer(wasmMemoryLimitBytes ?? 0)
    writer.integer(UInt32(environmentVariables.count))
    let ordered = environmentVariables.sorted {
      $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
    }
    for (name, value) in ordered {
      writer.text(name)
      writer.text(value)
    }
    writer.integer(UInt8(isFree ? 1 : 0))
  }
}
