package import WebAssembly

/// All that instances of modules consist of (Core Specification, "Store").
///
/// The store owns what is made in it until it is gone itself, as in the specification; handles on
/// functions, tables, memories and globals are good as long as the store is. One thread at a time
/// may use it.
package final class Store {
  package let limits: ExecutionLimits
  let stack: ExecutionStack
  private var typeNumbers: [FunctionType: UInt32] = [:]
  private var cleanups: [() -> Void] = []

  package init(limits: ExecutionLimits = .init()) {
    self.limits = limits
    stack = ExecutionStack(limits)
  }

  deinit {
    // Later objects may depend on earlier ones.
    for cleanup in cleanups.reversed() { cleanup() }
  }

  /// How many instructions metered code may still execute.
  package var instructionsLeft: Int64 {
    get { stack.instructionsLeft.pointee }
    set { stack.instructionsLeft.pointee = newValue }
  }

  /// Keeps the counter of metered code where others charge, too.
  ///
  /// It must last as long as the store is used.
  package func countInstructions(at counter: UnsafeMutablePointer<Int64>) {
    stack.instructionsLeft = counter
  }

  // Making things

  /// Makes a function of the host.
  package func makeFunction(
    type: FunctionType, _ body: @escaping HostFunction
  ) -> FunctionAddress {
    allocate(FunctionInstance(type: type, typeNumber: number(of: type), host: body))
  }

  func number(of type: FunctionType) -> UInt32 {
    if let number = typeNumbers[type] { return number }
    let number = UInt32(typeNumbers.count)
    typeNumbers[type] = number
    return number
  }

  func makeTable(_ type: TableType) throws(InstantiationError) -> TableAddress {
    guard let table = TableInstance(type, bound: limits.tableElements) else {
      throw .tableTooLarge(elements: type.limits.minimum)
    }
    let address = allocate(table)
    cleanups.append { address.pointee.destroy() }
    return address
  }

  func makeMemory(_ type: MemoryType) throws(InstantiationError) -> MemoryAddress {
    guard let memory = MemoryInstance(type, boundPages: limits.memoryPages) else {
      throw .memoryTooLarge(pages: type.limits.minimum)
    }
    let address = allocate(memory)
    cleanups.append { address.pointee.destroy() }
    return address
  }

  /// Puts something into memory that lasts as long as the store.
  func allocate<Entity>(_ entity: Entity) -> UnsafeMutablePointer<Entity> {
    allocate([entity])
  }

  func allocate<Entity>(_ entities: [Entity]) -> UnsafeMutablePointer<Entity> {
    let count = entities.count
    let pointer = UnsafeMutablePointer<Entity>.allocate(capacity: count)
    pointer.initialize(from: entities, count: count)
    cleanups.append {
      pointer.deinitialize(count: count)
      pointer.deallocate()
    }
    return pointer
  }

  /// Room for so many trivial things, for as long as the store lasts, still to be filled.
  func reserve<Entity: BitwiseCopyable>(
    _ type: Entity.Type, count: Int
  ) -> UnsafeMutablePointer<Entity> {
    let pointer = UnsafeMutablePointer<Entity>.allocate(capacity: count)
    cleanups.append { pointer.deallocate() }
    return pointer
  }
}
