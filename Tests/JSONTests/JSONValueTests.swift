import JSON
import Testing

struct JSONValueTests {
  @Test func textIsCompact() {
    let value: JSONValue = [
      "a": .array([.null, .bool(true), .integer(.max), .otherNumber("-1.5")]),
      "b\"\\": .string("line\nbreak \u{1} é"), "c": .object([]),
    ]
    #expect(
      String(decoding: value.text, as: UTF8.self)
        == #"{"a":[null,true,340282366920938463463374607431768211455,-1.5],"#
        + #""b\"\\":"line\nbreak \u0001 é","c":{}}"#)
  }

  @Test func membersAreFound() {
    let value: JSONValue = ["a": .integer(1), "b": .null]
    #expect(value["a"] == .integer(1))
    #expect(value["b"] == .null)
    #expect(value["c"] == nil)
    #expect(JSONValue.array([value])["a"] == nil)
  }
}
