import Testing

/// Each rule finds what it is for in a small bad input, and nothing in a good one.
@Suite struct RuleTests {
  private func violations(_ rule: any TidyRule, _ texts: [String: String]) -> [String] {
    rule.violations(in: SourceTree(texts)).map(\.description)
  }

  /// A table of imports for the tests below.
  private static let table = """
    ## What may import what

    | target | may import |
    |---|---|
    | WebAssembly | nothing |
    | Lowering | WebAssembly, LLVM (its wrapper), Glibc (`mmap`, and more) |
    | Replica | WebAssembly, the system |

    ## Another table

    | Lowering | everything |
    """

  @Test func imports() {
    let texts = [
      "Sources/README.md": Self.table,
      "Sources/WebAssembly/A.swift": "import Foundation\n// import LLVM\n",
      "Sources/Lowering/B.swift":
        "package import LLVM\nimport Glibc\ninternal import CLLVM\nlet important = 1\n",
      "Sources/Replica/C.swift": "import struct Foundation.Data\n@testable import Lowering\n",
      "Sources/New/D.swift": "import WebAssembly\n",
      "Tests/NewTests/E.swift": "import LLVM\n",
    ]
    #expect(
      violations(ImportRule(), texts) == [
        "Sources/Lowering/B.swift:3: Lowering may not import CLLVM",
        "Sources/New/D.swift:1: New may not import WebAssembly",
        "Sources/Replica/C.swift:2: Replica may not import Lowering",
        "Sources/WebAssembly/A.swift:1: WebAssembly may not import Foundation",
      ])
  }

  @Test func dependencies() {
    let manifest = """
      targets: [
        .target(name: "WebAssembly", dependencies: ["Replica"], swiftSettings: []),
        .target(
          name: "Lowering",
          dependencies: ["WebAssembly", .product(name: "Yams", package: "yams-package")],
          exclude: ["Replica"]),
        .target(name: "CLib", dependencies: ["WebAssembly"]),
        .target(name: "New"),
        .executableTarget(name: "CLI"),
        .testTarget(name: "LoweringTests", dependencies: ["CLI", "Lowering", "WebAssembly"]),
      ]
      """
    let texts = [
      "Package.swift": manifest, "Sources/README.md": Self.table,
      "Sources/WebAssembly/A.swift": "let a = 1\n",
      "Sources/Lowering/B.swift": "import LLVM\nimport Yams\nimport WebAssembly\n",
      "Sources/New/C.swift": "let c = 1\n",
      "Tests/LoweringTests/D.swift":
        "import Foundation\nimport LLVM\nimport Testing\n@testable import Lowering\n",
    ]
    #expect(
      violations(DependencyRule(), texts) == [
        "Package.swift:2: WebAssembly depends on what it does not import: Replica",
        "Package.swift:2: WebAssembly is not granted by the table: Replica",
        "Package.swift:3: Lowering is not granted by the table: Yams",
        "Package.swift:3: Lowering does not depend on what it is granted: LLVM",
        "Package.swift:3: Lowering is granted what it does not import: Glibc",
        "Package.swift:8: New has no row in the table: New",
        "Package.swift:10: LoweringTests depends on what it does not import: WebAssembly",
        "Package.swift:10: LoweringTests does not depend on what it imports: LLVM",
        "Sources/README.md:7: there is no target Replica",
      ])
    #expect(violations(DependencyRule(), ["Package.swift": manifest]).count == 1)
  }

  @Test func deadImports() {
    let texts = [
      "Sources/A/A.swift": """
      package struct Alpha {
        let beta = 1
        enum Kind { case gamma, delta }
      }
      extension Epsilon {}
      """,
      "Sources/B/Type.swift": "import A\nlet x = Alpha()\n",
      "Sources/B/Member.swift": "import A\nlet x = y.beta\n",
      "Sources/B/Case.swift": "import A\nlet x: K = .delta\n",
      "Sources/B/Extension.swift": "import A\nlet x = Epsilon()\n",
      "Sources/B/Foreign.swift": "import Foundation\nlet x = 1\n",
      "Sources/B/Dead.swift": "import Foundation\nimport A\n// Alpha\nlet x = \"beta\"\n",
      "Tests/BTests/Dead.swift": "@testable import A\n",
    ]
    #expect(
      violations(DeadImportRule(), texts) == [
        "Sources/B/Dead.swift:2: mentions nothing of A",
        "Tests/BTests/Dead.swift:1: mentions nothing of A",
      ])
  }

  @Test func fileLength() {
    let row = "  [1, 2],\n"
    let table =
      "// swift-format-ignore\nlet table = [\n" + String(repeating: row, count: 700) + "]\n"
    let texts = [
      "Sources/A/Long.swift": String(repeating: "let x = 1\n", count: 601),
      "Sources/A/Just.swift": String(repeating: "let x = 1\n", count: 600),
      "Sources/A/Table.swift": "let x = 1\n" + table,
      "README.md": String(repeating: "text\n", count: 900),
    ]
    #expect(
      violations(FileLengthRule(), texts) == ["Sources/A/Long.swift: 601 lines, of at most 600"])
  }

  @Test func lineLength() {
    let long = String(repeating: "x", count: 101)
    let texts = [
      "runtime/src/a.c": "int a;\n\(long)\n",
      "Sources/A/Just.swift": String(repeating: "é", count: 100) + "\n",
      "Sources/A/Table.swift": "  // swift-format-ignore\n  let t = [\n\(long)\n  ]\n\(long)\n",
      "README.md": long,
    ]
    #expect(
      violations(LineLengthRule(), texts) == [
        "Sources/A/Table.swift:5: 101 columns, of at most 100",
        "runtime/src/a.c:2: 101 columns, of at most 100",
      ])
  }

  @Test func functionLength() {
    func function(_ count: Int, indentation: String = "") -> String {
      let lines = String(repeating: "\(indentation)  call(\"}\")  // }\n", count: count)
      return
        "\(indentation)func f(\n\(indentation)  a: Int\n\(indentation)) {\n"
        + "\(lines)\(indentation)}\n"
    }
    let cases = (0..<80).map { "    case .a\($0):\n      \"x\"\n" }.joined()
    let statements = (0..<40).map { "    case .a\($0):\n      go()\n      stop()\n" }.joined()
    let texts = [
      "Sources/A/Just.swift": function(66),
      "Sources/A/Long.swift": function(67),
      "Sources/A/Member.swift": "struct S {\n\(function(67, indentation: "  "))}\n",
      "Sources/A/Switch.swift": "func f() {\n  switch x {\n\(cases)  }\n}\n".shifted(),
      "Sources/A/Busy.swift": "func f() {\n  switch x {\n\(statements)  }\n}\n".shifted(),
      "Sources/A/Default.swift":
        "func f() {\n  switch x {\n\(cases)    default: 1\n  }\n}\n".shifted(),
      "Sources/A/Property.swift": "var v: Int {\n" + String(repeating: "  go()\n", count: 69)
        + "}\n",
      "Sources/A/Protocol.swift": "protocol P {\n  func f()\n}\n"
        + String(repeating: "\n", count: 80),
      "runtime/src/a.c":
        "static int f(int a,\n             int b) {\n" + String(repeating: "  b++;\n", count: 68)
        + "}\n",
    ]
    #expect(
      violations(FunctionLengthRule(), texts) == [
        "Sources/A/Busy.swift:1: f has 124 lines, of at most 70",
        "Sources/A/Default.swift:1: f has 165 lines, of at most 70",
        "Sources/A/Long.swift:1: f has 71 lines, of at most 70",
        "Sources/A/Member.swift:2: f has 71 lines, of at most 70",
        "Sources/A/Property.swift:1: v has 71 lines, of at most 70",
        "runtime/src/a.c:1: f has 71 lines, of at most 70",
      ])
  }

  @Test func documentation() {
    let long = "{\n  go()\n  go()\n}\n"
    let texts = [
      "Sources/A/A.swift": """
      package struct Bare {}
      /// Told.
      @frozen
      package enum Told {}
      package func bare() \(long)
      /// Told.
      package static func told() \(long)
      package func short() { go() }
      func narrow() \(long)
      package func required() \(long)
      package protocol Wanting {
        /// Told.
        func required()
      }
      """
    ]
    #expect(
      violations(DocumentationRule(), texts) == [
        "Sources/A/A.swift:1: Bare has no doc comment",
        "Sources/A/A.swift:5: bare has no doc comment",
        "Sources/A/A.swift:27: Wanting has no doc comment",
      ])
  }

  @Test func prints() {
    let texts = [
      "Sources/A/A.swift":
        "print(1)\n// print(2)\nlet s = \"print(3)\"\nfingerprint(4)\na.print(5)\n",
      "Sources/CLI/B.swift": "print(1)\n",
      "examples/c/C.swift": "print(1)\n",
    ]
    #expect(violations(PrintRule(), texts) == ["Sources/A/A.swift:1: prints"])
  }

  @Test func confinedCalls() {
    let texts = [
      "runtime/src/a.c": "// qsort(a)\nvoid f(void) { qsort(a, 1, 1, g); }\nvoid my_qsort(void);\n",
      "Tests/RuntimeTests/a.c": "void f(void) { qsort(a, 1, 1, g); }\n",
    ]
    #expect(violations(ConfinedCallRule(), texts) == ["runtime/src/a.c:2: calls `qsort`"])
  }

  @Test func families() {
    let texts = [
      "runtime/src/memory/a.c":
        "#include \"base/b.h\"\n#include \"memory/c.h\"\n#include \"process/d.h\"\n"
        + "#include \"rt_abi.h\"\n#include <unistd.h>\n",
      "runtime/src/b.c": "#include \"base/b.h\"\n",
    ]
    #expect(
      violations(FamilyRule(), texts) == [
        "runtime/src/b.c: lies in no family's folder",
        "runtime/src/memory/a.c:3: memory is below process",
      ])
  }

  @Test(arguments: MarkRule.marks)
  func marks(mark: String) {
    let texts = ["Makefile": "all:\n# \(mark): later\n# \(mark)S\n", "a.md": "methods"]
    #expect(violations(MarkRule(), texts) == ["Makefile:2: \(mark) is left"])
  }

  @Test func publicDeclarations() {
    let texts = ["Sources/A/A.swift": "public struct S {}\n// public one\nlet republic = 1\n"]
    #expect(violations(PublicRule(), texts).count == 1)
  }

  @Test func moduleNames() {
    let texts = [
      "Sources/Alpha/A.swift": "package struct Beta {}\nlet Alpha = 1\n",
      "Sources/Beta/B.swift": "enum Gamma {}\n",
    ]
    #expect(
      violations(ModuleNameRule(), texts) == [
        "Sources/Alpha/A.swift:1: Beta is the name of a module"
      ])
  }

  @Test func defaults() {
    let instruction = """
      enum Instruction {
        case nop
        case block(BlockType), loop
        case i32Const(Int32)
      }
      enum Other { case plain }
      """
    func switching(_ subject: String, _ labels: String, _ other: String) -> String {
      "import WebAssembly\nfunc f() {\n  switch \(subject) {\n  case \(labels): a\n"
        + "  \(other)\n  }\n}\n"
    }
    let texts = [
      "Sources/WebAssembly/Instruction.swift": instruction,
      "Sources/A/Labels.swift": switching("x", ".nop, .i32Const(let value)", "default: b"),
      "Sources/A/Subject.swift": switching("body.instruction", ".plain", "default: b"),
      "Sources/A/Others.swift": switching("x", ".nop, .plain", "default: b"),
      "Sources/A/Fatal.swift": switching("x", ".nop, .loop", "default: preconditionFailure(s)"),
      "Sources/A/Exhaustive.swift": switching("x", ".nop, .loop", "case .block: b"),
      "Sources/B/Apart.swift": "switch instruction {\ncase .a: b\ndefault: c\n}\n",
    ]
    #expect(
      violations(DefaultRule(), texts) == [
        "Sources/A/Labels.swift:5: `default:` in a switch over instructions",
        "Sources/A/Subject.swift:5: `default:` in a switch over instructions",
      ])
  }

  @Test func deadFiles() {
    let texts = [
      "Sources/A/Used.swift": "struct Used {}\n",
      "Sources/A/User.swift": "func use(_ used: Used) {}\nlet one = Mention()\n",
      "Sources/A/Empty.swift": "// Nothing\n",
      "Sources/A/Dead.swift": "struct Dead { let dead = 1 }\n",
      "Sources/A/Used+More.swift": "extension Used {}\n",
      "Tests/ATests/UseTests.swift": "@Suite struct UseTests { @Test func f() { use(1) } }\n",
      "Tests/ATests/data.txt": "read by name\n",
      "Tests/ATests/forgotten.txt": "read by nobody\n",
      "runtime/include/used.h": "int used(void);\n",
      "runtime/include/dead.h": "int dead(void);\n",
      "runtime/src/used.c": "#include \"used.h\"\n",
      "Makefile": "test:\n\tdiff data.txt\n",
    ]
    #expect(
      violations(DeadFileRule(), texts)
        == [
          "Sources/A/Dead.swift: nothing else mentions it",
          "Sources/A/Empty.swift: nothing else mentions it",
          "Tests/ATests/forgotten.txt: nothing names it",
          "runtime/include/dead.h: nothing names it",
        ])
  }

  @Test func readme() {
    let readme = "make nonsense\n```sh\nmake test PREFIX=x\nmake frob\ntinsmith run\n```\n"
    let makefile =
      "VARIABLE := x\ntest: build ## run tests\n\tswift test\nlint:\n\tswift format lint\n"
    let pages = ["README.md": readme, "CONVENTIONS.md": "```sh\nmake lint nothing\n```\n"]
    #expect(
      violations(ReadmeRule(), pages.merging(["Makefile": makefile]) { $1 }) == [
        "README.md:4: make has no target frob",
        "CONVENTIONS.md:2: make has no target nothing",
        "Makefile: `test` does not run scripts/readme.sh",
        "Makefile: `lint` does not run `swift format lint --strict`",
      ])
    let good = [
      "Makefile":
        "test:\n\tscripts/readme.sh\nfrob:\nnothing:\nlint:\n\tswift format lint --strict .\n",
      "scripts/readme.sh": "README.md CONVENTIONS.md",
    ]
    #expect(violations(ReadmeRule(), pages.merging(good) { $1 }).isEmpty)
    #expect(
      violations(
        ReadmeRule(), pages.merging(good) { $1 }.merging(["scripts/readme.sh": "README.md"]) { $1 })
        == ["scripts/readme.sh: does not type the commands of CONVENTIONS.md"])
    #expect(violations(ReadmeRule(), good).count == 2)
  }
}

extension String {
  /// Labels of cases in the column of their `switch`, as the formatter has them.
  fileprivate func shifted() -> String {
    replacing("\n    case", with: "\n  case").replacing("\n      ", with: "\n    ")
      .replacing("\n    default", with: "\n  default")
  }
}
