import Validation
import WebAssembly

/// The functions of a module that call each other in circles, directly.
///
/// These are the strongly connected components of the graph of calls (Tarjan's algorithm, without
/// recursion: a chain of calls may be as long as a module has functions).
package struct CallCycles {
  /// The bodies in circles of two to so many.
  package private(set) var bodies: Set<Int> = []

  private let callees: [[Int]]
  private let maximumCount: Int
  /// By body: when it was found, from 1 on, and the earliest one on the stack that it leads to.
  private var order: [Int]
  private var lowest: [Int]
  private var isOnStack: [Bool]
  private var stack: [Int] = []
  private var foundCount = 0

  package init(of module: InstrumentedModule, maximumCount: Int) {
    let importCount = module.validated.importedFunctionCount
    callees = module.bodies.map { body in
      body.instructions.compactMap { instruction in
        guard case .wasm(.call(let index)) = instruction, Int(index) >= importCount else {
          return nil
        }
        return Int(index) - importCount
      }
    }
    self.maximumCount = maximumCount
    order = Array(repeating: 0, count: callees.count)
    lowest = order
    isOnStack = Array(repeating: false, count: callees.count)
    for body in callees.indices where order[body] == 0 { search(from: body) }
  }

  private mutating func search(from start: Int) {
    var path = [(body: start, next: 0)]
    find(start)
    while let (body, next) = path.last {
      guard next < callees[body].count else {
        path.removeLast()
        if let caller = path.last?.body { lowest[caller] = min(lowest[caller], lowest[body]) }
        if lowest[body] == order[body] { close(body) }
        continue
      }
      path[path.count - 1].next += 1
      let callee = callees[body][next]
      if order[callee] == 0 {
        find(callee)
        path.append((callee, 0))
      } else if isOnStack[callee] {
        lowest[body] = min(lowest[body], order[callee])
      }
    }
  }

  private mutating func find(_ body: Int) {
    foundCount += 1
    (order[body], lowest[body]) = (foundCount, foundCount)
    stack.append(body)
    isOnStack[body] = true
  }

  /// Takes a component from the stack: what lies there from its first body on.
  private mutating func close(_ first: Int) {
    var component: [Int] = []
    while let body = stack.popLast() {
      isOnStack[body] = false
      component.append(body)
      if body == first { break }
    }
    if (2...maximumCount).contains(component.count) { bodies.formUnion(component) }
  }
}
