package import WebAssembly

/// A global of a store (Core Specification, "Global Instances").
package struct GlobalInstance {
  package let type: GlobalType
  var slot: Slot

  /// The value that the global has now.
  package var value: WasmValue { WasmValue(slot, type.valueType) }
}

/// Where a global is in its store.
package typealias GlobalAddress = UnsafeMutablePointer<GlobalInstance>
