import Instrumentation
import Foundation
import Lowering
import NativeLoader
import TestSupport
import Testing
import Validation
import WebAssembly

/// Code that is loaded into this process.
@Suite(.enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"))
struct LoadingTests {
  private static let text = """
    (module (memory (export "m") 1)
      (func (export "f") (param i64 f32 v128 externref) (result v128 externref i64 f32)
        (i32.store (i32.const 0) (i32.const 1))
        (local.get 2) (local.get 3) (local.get 0) (local.get 1)))
    """

  private func instantiate(_ store: NativeStore, _ text: String) throws -> NativeInstance {
    try store.instantiate(Validator.validate(ModuleDecoder().decode(WasmTools.parse(text))))
  }

  @Test(arguments: BaseForm.allCases)
  func valuesCrossTheBorder(base: BaseForm) throws {
    let store = NativeStore(options: LoadingOptions(base: base, optimization: .less))
    let function = try #require(try instantiate(store, Self.text).function("f"))
    let vector = V128(low: 1, high: 2)
    let results = try store.invoke(
      function, [.i64(.max), .f32(0x7FA0_0000), .v128(vector), .externref(0)])
    #expect(results.map(\.type) == [.v128, .externref, .i64, .f32])
    guard case .v128(vector) = results[0], case .externref(0) = results[1],
      case .i64(.max) = results[2], case .f32(0x7FA0_0000) = results[3]
    else {
      Issue.record("found \(results)")
      return
    }
  }

  /// Nothing in the low part of the process can be both written and executed.
  @Test func codeIsNotWritable() throws {
    let store = NativeStore(options: LoadingOptions(optimization: .less))
    let instance = try instantiate(store, Self.text)
    let maps = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
    let low = maps.split(separator: "\n").filter { line in
      UInt64(line.prefix { $0 != "-" }, radix: 16).map { $0 < 0x6000_0000 } ?? false
    }
    #expect(low.contains { $0.contains(" r-x") })
    #expect(!low.contains { $0.contains(" rwx") })
    #expect(instance.function("f") != nil)
  }

  /// Instances without references free their place, which is less than would fit at a time.
  @Test func memoryIsGivenBack() throws {
    let store = NativeStore(options: LoadingOptions(optimization: .none))
    let mapped = { try String(contentsOfFile: "/proc/self/maps", encoding: .utf8) }
    func reservations(_ maps: String) -> Int {
      maps.split(separator: "\n").count { line in
        let range = line.prefix { $0 != " " }.split(separator: "-")
          .compactMap { UInt64($0, radix: 16) }
        return range.count == 2 && range[1] - range[0] > 8 << 30 - 1 << 20
      }
    }
    for _ in 0..<3 { _ = try instantiate(store, Self.text) }
    let before = reservations(try mapped())
    for _ in 0..<40 { _ = try instantiate(store, Self.text) }
    // Other tests load code at the same time, but not so much.
    #expect(reservations(try mapped()) < before + 20)
  }
}
