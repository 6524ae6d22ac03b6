import CanisterRuntime

/// What code that is loaded into this process can call.
enum RuntimeFunctions {
  /// The runtime's functions and the few of C that LLVM makes calls of, by their names.
  static let addresses: [String: UInt] = {
    var addresses: [String: UInt] = [:]
    for index in 0... {
      let symbol = rt_symbol_at(UInt64(index))
      guard let name = symbol.name else { break }
      addresses[String(cString: name)] = symbol.address
    }
    return addresses
  }()
}
