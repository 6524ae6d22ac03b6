import Testing

@Suite struct SourceMaskTests {
  @Test(arguments: [
    ("a // b\nc", "a     \nc"),
    ("a /* b /* c */ d */ e", "a                   e"),
    (#"a "b\"c" d"#, "a        d"),
    (#"a "\(f("x)"))" d"#, "a              d"),
    (##"a #"b"c\n"# d"##, "a           d"),
    ("a \"\"\"\nb \"c\" }\n\"\"\" d", "a    \n       \n    d"),
    ("'{' 'a", "    'a"),
    (#"'\'' x"#, "     x"),
    ("\"unclosed\nnext", "         \nnext"),
  ])
  func blanks(text: String, masked: String) {
    #expect(SourceMask.mask(text) == masked)
  }
}
