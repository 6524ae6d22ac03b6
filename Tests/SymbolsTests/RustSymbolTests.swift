import Symbols
import Testing

/// Names and what the reference for them says they stand for (RFC 2603, with its examples).
@Suite struct RustSymbolTests {
  @Test(arguments: [
    ("_ZN4testE", "test"),
    ("_ZN4test1a2bcE", "test::a::bc"),
    ("_ZN3foo17h05af221e174051e9E", "foo"),
    ("_ZN3foo20h05af221e174051e9abcE", "foo"),
    ("_ZN12test$RF$test17h0123456789abcdefE", "test&test"),
    ("_ZN8$BP$test4foobE", "*test::foob"),
    ("_ZN35Bar$LT$$u5b$u32$u3b$$u20$4$u5d$$GT$E", "Bar<[u32; 4]>"),
    ("_ZN10_$LT$T$GT$3barE", "<T>::bar"),
    (
      "_ZN71_$LT$Test$u20$$u2b$$u20$$u27$static$u20$as$u20$foo..Bar$LT$Test$GT$$GT$3barE",
      "<Test + 'static as foo::Bar<Test>>::bar"
    ),
    ("_ZN14test..closure.E", "test::closure."),
    ("_ZN3foo17h05af221e174051e9E.llvm.9D1C9369", "foo"),
    ("_ZN3foo17h05af221e174051e9E.cold", "foo.cold"),
  ])
  func legacyNames(mangled: String, path: String) {
    #expect(RustSymbol.demangled(mangled) == path)
  }

  @Test(arguments: [
    ("_RNvC6_123foo3bar", "123foo::bar"),
    ("_RNvCs1234_7mycrate3foo", "mycrate::foo"),
    ("_RNvNtCs1234_7mycrate3foo3bar", "mycrate::foo::bar"),
    ("_RNCNCNgCs6DXkGYLi8lr_2cc5spawn00B5_", "cc::spawn::{closure#0}::{closure#0}"),
    ("_RNvXs_Cs1234_7mycrateNtB4_3FooNtB4_3Bar3baz", "<mycrate::Foo as mycrate::Bar>::baz"),
    ("_RNvMs0_Cs1234_7mycrateNtB5_3Foo3baz", "<mycrate::Foo>::baz"),
    ("_RINvCs1234_7mycrate3foolhE", "mycrate::foo::<i32, u8>"),
    ("_RINvNtC3std3mem8align_ofdE", "std::mem::align_of::<f64>"),
    ("_RINvNtC3std3mem8align_ofINtC1a1TReEE", "std::mem::align_of::<a::T<&str>>"),
    (
      "_RNCINkXs25_NgCsbmNqQUJIY6D_4core5sliceINyB9_4IterhENuNgNoBb_4iter8iterator8Iterator9"
        + "rpositionNCNgNpB9_6memchr7memrchrs_0E0Bb_",
      "<core::slice::Iter<u8> as core::iter::iterator::Iterator>::rposition::"
        + "<core::slice::memchr::memrchr::{closure#1}>::{closure#0}"
    ),
    (
      "_RINbNbCskIICzLVDPPb_5alloc5alloc8box_freeDINbNiB4_5boxed5FnBoxuEp6OutputuEL_E"
        + "Cs1iopQbuBiw2_3std",
      "alloc::alloc::box_free::<dyn alloc::boxed::FnBox<(), Output = ()>>"
    ),
    ("_RINtC8arrayvec8ArrayVechKj7b_E", "arrayvec::ArrayVec::<u8, 123>"),
    ("_RINvC1a1fKj0_Kb1_Kc41_Kln1_E", "a::f::<0, true, 'A', -1>"),
    ("_RINvC1a1fKRe68692e_E", "a::f::<\"hi.\">"),
    ("_RINvC1a1fKVNtC1a1PS1xh1_1yh2_EE", "a::f::<{a::P { x: 1, y: 2 }}>"),
    ("_RINvC1a1fFUKCRL_hEuE", "a::f::<unsafe extern \"C\" fn(&u8)>"),
    ("_RINvC1a1fFG_RL0_hEhE", "a::f::<for<'a> fn(&'a u8) -> u8>"),
    (
      "_RINvC1a1fTlETEAhj4_SlPhOhQhE",
      "a::f::<(i32,), (), [u8; 4], [i32], *const u8, *mut u8, &mut u8>"
    ),
    (
      "_RNqCs4fqI2P2rA04_11utf8_identsu30____7hkackfecea1cbdathfdh9hlq6y",
      "utf8_idents::საჭმელად_გემრიელი_სადილი"
    ),
    ("_RNSC1a4nameC1b", "a::{shim:name#0}"),
    ("_RNvC1a1f.llvm.1234ABCD", "a::f"),
  ])
  func namesOfVersion0(mangled: String, path: String) {
    #expect(RustSymbol.demangled(mangled) == path)
  }

  @Test(arguments: [
    "", "_", "_Z", "_ZN", "_ZNE_", "_ZN4tes", "_ZN4testEv", "_ZN9999999999999999999testE", "_R",
    "_RNvC1a", "_RNvC1a9f", "_RNvB_1f", "_RNvC1aB9999999999999999_", "R", "Remove", "memcpy",
    "_ZN3fóoE", "$s4main3fooyyF", "_ZNSt6vectorIiE9push_backEOi", "canister_update go",
    "_RINvC1a1fKb2_E", "_RINvC1a1fKc110000_E", "_RINvC1a1fRL1_hE", "_RNvC1au9_",
  ])
  func otherNames(name: String) {
    #expect(RustSymbol.demangled(name) == nil)
  }

  /// Names that would take for ever, or overflow the stack, or fill the memory.
  @Test func hostileNames() {
    #expect(RustSymbol.demangled("_RINvC1a1f" + String(repeating: "R", count: 100_000)) == nil)
    #expect(RustSymbol.demangled("_R" + String(repeating: "Nv", count: 100_000)) == nil)
    // Each type is twice the one before: 2 to the power of 60 in all.
    var doubling = "_RINvC1a1fTuuE"
    var previous = "8"
    for _ in 0..<60 {
      let position = doubling.utf8.count - 2
      doubling += "TB\(previous)_B\(previous)_E"
      previous = base62(position)
    }
    #expect(RustSymbol.demangled(doubling + "E") == nil)
    #expect(RustSymbol.demangled("_RINvC1a1fFGzzzzzzzz_EuE") == nil)
  }

  /// What is before the underscore that ends a reference to an offset.
  private func base62(_ offset: Int) -> String {
    let digits = Array("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    var rest = offset - 1
    var text = ""
    repeat {
      text = String(digits[rest % 62]) + text
      rest /= 62
    } while rest > 0
    return text
  }
}
