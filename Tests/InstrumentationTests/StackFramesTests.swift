import Instrumentation
import TestSupport
import Testing
import Validation
import WebAssembly

/// The sizes are those of frames of Wasmtime 50 without optimisation, with the checks of the
/// counter in the code: the stack divided by how deep calls of the function nest.
@Suite(.enabled(if: WasmTools.isAvailable, Comment(rawValue: WasmTools.absence)))
struct StackFramesTests {
  /// The estimate for function `$f`, the first one.
  private func sizeBytes(_ functions: String) throws -> Int {
    let module = try ModuleDecoder().decode(
      try WasmTools.parse(
        "(module (memory 1) (type $t (func (param i32))) (table 1 funcref) \(functions))"))
    let instrumented = Pipeline.instrument(try Validator.validate(module))
    var frames = StackFrames(instrumented.validated)
    return frames.sizeBytes(
      ofBody: 0, instrumented.bodies[0], instrumented.functionFacts[0])
  }

  private static let again = "(call $f (i32.sub (local.get 0) (i32.const 1)))"

  @Test func whatIsLiveAcrossACallTakesRoom() throws {
    #expect(try sizeBytes("(func $f (param i32) \(Self.again))") == 32)
    #expect(
      try sizeBytes(
        "(func $f (param i32) (call_indirect (type $t) (local.get 0) (i32.const 0)))") == 32)
    #expect(
      try sizeBytes(
        "(func $f (param i32) (result i32) (i32.add \(Self.again) (local.get 0)))") == 48)
    // The same, but that the value is an operand.
    #expect(
      try sizeBytes(
        "(func $f (param i32) (result i32) (i32.add (i32.load (i32.const 0)) \(Self.again)))")
        == 48)
  }

  @Test(arguments: [
    ("i32", 4, 64), ("i64", 4, 64), ("i64", 16, 160), ("i64", 64, 544), ("f32", 4, 96),
    ("f64", 16, 288), ("v128", 16, 288),
  ]) func localsTakeRoomByTheirType(type: String, count: Int, size: Int) throws {
    let locals = String(repeating: " \(type)", count: count)
    let loads = (1...count).map { "(local.set \($0) (\(type).load (i32.const 0)))" }.joined()
    let stores = (1...count).map { "(\(type).store (i32.const 0) (local.get \($0)))" }.joined()
    #expect(
      try sizeBytes("(func $f (param i32) (local\(locals)) \(loads) \(Self.again) \(stores))")
        == size)
    // Across no call, but live at once; more than registers can hold.
    if type == "i64", count > 4 {
      #expect(
        try sizeBytes("(func $f (param i32) (local\(locals)) \(loads) \(stores) \(Self.again))")
          == (count == 16 ? 128 : 512))
    }
    #expect(
      try sizeBytes("(func $f (param i32) (local\(locals)) \(Self.again))") == 32)
  }

  @Test(arguments: [(4, 96), (9, 160), (20, 368)])
  func argumentsBeyondTheRegistersTakeRoom(count: Int, size: Int) throws {
    let arguments = (1...count).map { "(local.get \($0))" }.joined(separator: " ")
    #expect(
      try sizeBytes(
        """
        (func $f (param i32) (param\(String(repeating: " i64", count: count)))
          (call $f (i32.sub (local.get 0) (i32.const 1)) \(arguments)))
        """) == size)
  }

  /// What was set before a loop and is used in it is live to the loop's end.
  @Test func loopsKeepLocalsLive() throws {
    func function(_ last: String) -> String {
      """
      (func $f (param i32) (local i32 i32 i32)
        (local.set 1 (i32.load (i32.const 0))) (local.set 2 (i32.load (i32.const 4)))
        (local.set 3 (i32.load (i32.const 8)))
        (loop
          (i32.store (local.get 1) (local.get 2)) (i32.store (local.get 2) (local.get 3))
          (call $f (i32.const 1)) \(last)))
      """
    }
    #expect(try sizeBytes(function("")) == 64)
    #expect(try sizeBytes(function("(br_if 0 (local.get 0))")) == 64)
  }

  /// Unused locals, in many functions, take no time: validation allows 50,000 in each.
  @Test func localsThatAreNotUsedCostNothing() throws {
    let locals = String(repeating: " i64", count: 50_000)
    let functions = String(
      repeating: "(func (local\(locals)) (local.set 49999 (i64.const 0)))", count: 200)
    let module = try ModuleDecoder().decode(try WasmTools.parse("(module \(functions))"))
    let instrumented = Pipeline.instrument(try Validator.validate(module))
    var frames = StackFrames(instrumented.validated)
    for (index, body) in instrumented.bodies.enumerated() {
      #expect(frames.sizeBytes(ofBody: index, body, instrumented.functionFacts[index]) == 32)
    }
  }
}
