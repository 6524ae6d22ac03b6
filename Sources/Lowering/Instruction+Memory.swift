package import WebAssembly

extension Instruction {
  /// Whether its code needs the address of a memory, and not only its size.
  package var accessesMemory: Bool {
    if case .load = self { return true }
    if case .store = self { return true }
    if case .memoryFill = self { return true }
    if case .memoryCopy = self { return true }
    if case .memoryInit = self { return true }
    guard case .vector(let vector) = self else { return false }
    if case .load = vector { return true }
    if case .store = vector { return true }
    if case .loadLane = vector { return true }
    if case .storeLane = vector { return true }
    return false
  }
}
