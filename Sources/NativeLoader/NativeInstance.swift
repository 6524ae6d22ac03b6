import WebAssembly

/// What the host holds of an instance of loaded code: its exports.
package final class NativeInstance {
  /// An instance's memory may take the one address for the constant form, so the store comes last.
  private let store: NativeStore
  private let exports: [[UInt8]: NativeEntity]

  init(_ store: NativeStore, _ state: NativeInstanceState) {
    self.store = store
    exports = state.exports()
  }

  /// The export of this name.
  ///
  /// Names are told apart by their bytes, as Swift's strings equate what Wasm does not.
  package func export(_ name: String) -> NativeEntity? { exports[Array(name.utf8)] }

  /// The exported function of this name.
  package func function(_ name: String) -> NativeFunction? {
    if case .function(let function)? = export(name) { function } else { nil }
  }
}
