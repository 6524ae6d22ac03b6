package import WebAssembly

/// A function of the System API, as a row of `runtime/include/ic0.def` states it.
///
/// The rows are the only list of these functions: the runtime takes prototypes and entry points
/// from them, admission its rules for imports, and metering its costs.
package struct SystemFunction: Hashable, Sendable {
  /// The name in the module `ic0`.
  package let name: String
  package let parameters: [SystemType]
  /// At most one.
  package let result: SystemType?
  /// Where the function may be called.
  package let contexts: SystemContexts
  package let cost: SystemFunctionCost
  /// Whether a canister with 64-bit addresses can't import it.
  package let isWasm32Only: Bool
}

/// A type in the interface: one of Wasm's, or that of an address, which the canister's memory sets.
package enum SystemType: Hashable, Sendable {
  /// An address, a size or an index: as wide as the canister's addresses. Written `I`.
  case address
  case i32
  case i64

  /// The type in a canister with addresses of the given type.
  package func valueType(_ addressType: AddressType) -> ValueType {
    switch self {
    case .address: addressType.valueType
    case .i32: .i32
    case .i64: .i64
    }
  }
}

/// What a call of the function costs, in instructions, beside the `call` itself.
package struct SystemFunctionCost: Hashable, Sendable {
  package let fixed: UInt32
  /// For each byte of each of the parameters in `chargedParameters`.
  package let perByte: UInt32
  /// The indexes of the parameters that are numbers of bytes to pay for.
  package let chargedParameters: [Int]
  /// Whether the call also pays for the record that it adds to the canister's log.
  package let isLogging: Bool
}

extension SystemFunction {
  /// The module that all functions are imported from.
  package static let importModule = "ic0"

  /// The name of the C function that implements it.
  package var symbol: String { "ic0_\(name)" }

  /// The type with which a canister with addresses of the given type imports it.
  package func type(_ addressType: AddressType) -> FunctionType {
    FunctionType(
      parameters: parameters.map { $0.valueType(addressType) },
      results: result.map { [$0.valueType(addressType)] } ?? [])
  }

  /// Whether the C function's parameter is 64 bits wide, for all widths that canisters pass.
  package func isExtendedAddress(parameter index: Int) -> Bool { parameters[index] == .address }
}
