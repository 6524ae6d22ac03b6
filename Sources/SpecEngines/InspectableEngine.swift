package import Interpreter
package import NativeLoader
package import SpecSuite

/// An engine that shows more than scripts can see, to compare engines by.
package protocol InspectableEngine: SpecEngine {
  /// How many instructions metered code may still execute.
  ///
  /// Below zero the value has no further meaning. After a fault, native code in the form `exact`
  /// can't tell: then less may be left.
  var instructionsLeft: Int64 { get nonmutating set }

  /// The content of an exported memory.
  func memory(_ export: String, of instance: Instance) throws(SpecFault) -> [UInt8]
}

extension InterpreterSpecEngine: InspectableEngine {
  package func memory(_ export: String, of instance: Instance) throws(SpecFault) -> [UInt8] {
    guard case .memory(let memory)? = instance.export(export) else {
      throw .missingExport(export)
    }
    return memory.pointee.bytes
  }
}

extension NativeSpecEngine: InspectableEngine {
  package func memory(
    _ export: String, of instance: NativeInstance
  ) throws(SpecFault) -> [UInt8] {
    guard case .memory(let memory)? = instance.export(export) else {
      throw .missingExport(export)
    }
    return memory.bytes
  }
}
