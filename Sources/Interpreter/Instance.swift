package import WebAssembly

/// What the host holds of an instantiated module: its exports.
package final class Instance {
  private let store: Store
  private let exports: [[UInt8]: ExternalValue]

  init(_ store: Store, exports: [[UInt8]: ExternalValue]) {
    self.store = store
    self.exports = exports
  }

  /// The export of this name.
  ///
  /// Names are compared by their bytes, as Swift's strings equate what Wasm does not.
  package func export(_ name: String) -> ExternalValue? { exports[Array(name.utf8)] }

  /// The exported function of this name.
  package func function(_ name: String) -> FunctionAddress? {
    if case .function(let function)? = export(name) { function } else { nil }
  }

  /// Calls an exported function; see `Store.invoke`.
  ///
  /// - Precondition: There is such a function, and the arguments are of its parameters' types.
  package func invoke(
    _ name: String, _ arguments: [WasmValue] = []
  ) throws(TrapReport) -> [WasmValue] {
    guard let function = function(name) else { preconditionFailure("no function \(name)") }
    return try store.invoke(function, arguments)
  }
}
