package import NativeLoader
package import SpecSuite
package import Validation
import WebAssembly

/// Native code, loaded into this process, as an engine of scripts.
package struct NativeSpecEngine: SpecEngine {
  private let store: NativeStore

  package init(options: LoadingOptions) { store = NativeStore(options: options) }

  package var instructionsLeft: Int64 {
    get { store.instructionsLeft }
    nonmutating set { store.instructionsLeft = newValue }
  }

  /// How many modules were to be in the constant form of the base and could not.
  package var fallbackCount: Int { store.fallbackCount }

  package func instantiate(
    _ module: ValidatedModule, imports: [String: NativeInstance]
  ) throws(SpecFault) -> NativeInstance {
    do throws(NativeInstantiationError) {
      return try store.instantiate(module) { imports[$0.module]?.export($0.name) }
    } catch {
      switch error {
      case .unknownImport, .incompatibleImport:
        throw .unlinkable(message: error.description)
      case .trap(let trap): throw .trap(message: trap.message)
      case .memoryTooLarge, .tableTooLarge, .outOfMemory, .notConfined:
        throw .unsupported(reason: error.description)
      }
    }
  }

  package func invoke(
    _ export: String, of instance: NativeInstance, _ arguments: [SpecValue]
  ) throws(SpecFault) -> [SpecValue] {
    guard let function = instance.function(export) else { throw .missingExport(export) }
    var values: [NativeValue] = []
    for argument in arguments { values.append(try NativeValue(argument)) }
    do throws(NativeTrap) {
      return try store.invoke(function, values).map { SpecValue($0) }
    } catch {
      throw .trap(message: error.message)
    }
  }

  package func global(
    _ export: String, of instance: NativeInstance
  ) throws(SpecFault) -> SpecValue {
    guard case .global(let global)? = instance.export(export) else {
      throw .missingExport(export)
    }
    return SpecValue(global.value)
  }
}

extension NativeValue {
  fileprivate init(_ value: SpecValue) throws(SpecFault) {
    self =
      switch value {
      case .number(.i32, let bits): .i32(UInt32(truncatingIfNeeded: bits.low))
      case .number(.i64, let bits): .i64(bits.low)
      case .number(.f32, let bits): .f32(UInt32(truncatingIfNeeded: bits.low))
      case .number(.f64, let bits): .f64(bits.low)
      case .number(.v128, let bits): .v128(bits)
      case .null(.funcref): .funcref(nil)
      case .null(.externref): .externref(nil)
      case .external(let number): .externref(number)
      case .number, .null, .function, .unsupported:
        throw .unsupported(reason: "an argument that is \(value)")
      }
  }
}

extension SpecValue {
  fileprivate init(_ value: NativeValue) {
    self =
      switch value {
      case .i32(let bits): .i32(bits)
      case .i64(let bits): .i64(bits)
      case .f32(let bits): .f32(bits)
      case .f64(let bits): .f64(bits)
      case .v128(let bits): .number(.v128, bits)
      case .funcref(nil): .null(.funcref)
      case .funcref: .function
      case .externref(nil): .null(.externref)
      case .externref(let number?): .external(number)
      }
  }
}
