internal import Instrumentation
internal import WebAssembly

/// A function that stores the product of two numbers of 128 bits, and how that is known.
///
/// Wasm has no such multiplication, so compilers call a function of their support library,
/// `__multi3`, which puts it together from products of halves. Processors have it. No name and no
/// pattern is trusted: what the function stores is worked out as sums of products of its parameters
/// and of what is not known (upper halves, carries, what overflows), and it is the product if the
/// unknowns cancel out.
struct WideProduct {
  enum Half { case low, high }

  /// By the position of a store, which half of the product it stores.
  private(set) var halves: [Int: Half] = [:]

  /// More is not looked at: the bodies that are known have some sixty instructions.
  private static let maximumLength = 128

  /// Nil if the body does anything else, or nothing shows that it does this.
  init?(_ body: InstrumentedBody, _ type: FunctionType) {
    guard type.parameters.count == 5, type.parameters.dropFirst().allSatisfy({ $0 == .i64 }),
      type.results.isEmpty, body.instructions.count <= Self.maximumLength
    else { return nil }
    let localCount = body.locals.reduce(5) { $0 + Int($1.count) }
    guard localCount <= Self.maximumLength else { return nil }
    var code = StraightCode(parameterCount: 5, localCount: localCount)
    guard code.run(body.instructions), code.stores.count == 2 else { return nil }
    let two64 = Polynomial(1 << 64)
    let (a, aHigh) = (code.parameter(1), code.parameter(2))
    let (b, bHigh) = (code.parameter(3), code.parameter(4))
    let product = a * b + two64 * (a * bHigh + aHigh * b)
    for (low, high) in [(code.stores[0], code.stores[1]), (code.stores[1], code.stores[0])]
    where low.value + two64 * high.value == product {
      halves = [low.position: .low, high.position: .high]
      return
    }
    return nil
  }
}
