import Foundation
import TestSupport
import Testing

@testable import Candid

/// A Python that has icp-py-core.
private enum ReferenceEncoder {
  /// `TINSMITH_PYTHON`, else the one on the path.
  static let python = URL(
    filePath: ProcessInfo.processInfo.environment["TINSMITH_PYTHON"] ?? "/usr/bin/python3")

  static let isAvailable: Bool = {
    let outcome = try? Subprocess.run(python, ["-c", "import icp_candid.candid"])
    return outcome?.isSuccess == true
  }()
}

/// The same bytes as icp-py-core makes, where that is installed.
@Suite(.enabled(if: ReferenceEncoder.isAvailable, "icp-py-core is not here: `pip install` it"))
struct ReferenceTests {
  /// The text, its type as Candid writes it, and type and value as Python has them.
  static let cases: [(text: String, type: String, pythonType: String, pythonValue: String)] = [
    ("true", "bool", "T.Bool", "True"), ("-7", "int8", "T.Int8", "-7"),
    ("65_000", "nat16", "T.Nat16", "65000"), ("1.5", "float32", "T.Float32", "1.5"),
    ("-0.1", "float64", "T.Float64", "-0.1"), ("\"Ünï\"", "text", "T.Text", "'Ünï'"),
    (
      "1606938044258990275541962092341162602522202993782792835301376", "nat", "T.Nat", "2**200"
    ),
    (
      "-1606938044258990275541962092341162602522202993782792835301376", "int", "T.Int", "-2**200"
    ),
    ("-64", "int", "T.Int", "-64"), ("64", "int", "T.Int", "64"), ("128", "nat", "T.Nat", "128"),
    (
      "record { name = \"Ann\"; count = 1000 }", "record { name : text; count : nat }",
      "T.Record({'name': T.Text, 'count': T.Nat})", "{'name': 'Ann', 'count': 1000}"
    ),
    (
      "variant { Err = \"no\" }", "variant { Ok : int; Err : text }",
      "T.Variant({'Ok': T.Int, 'Err': T.Text})", "{'Err': 'no'}"
    ),
    ("opt vec { 1; 2 }", "opt vec int", "T.Opt(T.Vec(T.Int))", "[[1, 2]]"),
    ("null", "opt text", "T.Opt(T.Text)", "[]"),
    (
      "vec { record { \"x\"; opt 7 } }", "vec record { text; opt nat64 }",
      "T.Vec(T.Record({'0': T.Text, '1': T.Opt(T.Nat64)}))", "[{'0': 'x', '1': [7]}]"
    ),
    ("principal \"em77e-bvlzu-aq\"", "principal", "T.Principal", "'em77e-bvlzu-aq'"),
  ]

  @Test(arguments: cases)
  func bytesAreTheSame(
    text: String, type: String, pythonType: String, pythonValue: String
  ) throws {
    let script = """
      from icp_candid.candid import encode, Types as T
      print(encode([{'type': \(pythonType), 'value': \(pythonValue)}]).hex())
      """
    let outcome = try Subprocess.run(ReferenceEncoder.python, ["-c", script])
    #expect(outcome.isSuccess, "\(outcome.errorText)")
    let expected = outcome.outputText.filter(\.isHexDigit)
    #expect(try ArgumentTextTests.encode("(\(text))", as: "(\(type))") == expected)
    let message = try CandidMessage(decoding: Hex.bytes(expected))
    #expect(
      Hex.text(MessageWriter.message(message.values, of: message.types, in: message.table))
        == expected)
  }
}
