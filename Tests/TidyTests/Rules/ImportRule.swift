/// Each target imports only what the table grants it (`Sources/README.md`, "What may import what").
struct ImportRule: TidyRule {
  let summary = "imports keep to the table"

  /// By target: the modules that it may import, none if it is not listed.
  static let allowed: [String: Set<String>] = [
    "WebAssembly": [],
    "Validation": ["WebAssembly"],
    "SystemAPI": ["WebAssembly", "CanisterRuntime"],
    "CZlib": [],
    "Gzip": ["CZlib"],
    "CCrypto": [],
    "Hashing": ["CCrypto"],
    "Canister": ["WebAssembly", "Validation", "SystemAPI", "Gzip", "Hashing"],
    "Instrumentation": ["WebAssembly", "Validation", "SystemAPI"],
    "CLLVM": [],
    // Glibc for `mmap` alone: where loaded code lies.
    "LLVM": ["CLLVM", "Glibc", "Synchronization"],
    "Lowering": [
      "WebAssembly", "Validation", "Instrumentation", "SystemAPI", "LLVM", "CanisterRuntime",
    ],
    // Glibc for `mmap` alone: linear memories are reserved, and zeroed as they are used.
    "Interpreter": [
      "WebAssembly", "Validation", "Instrumentation", "SystemAPI", "Canister", "CanisterRuntime",
      "Glibc",
    ],
    "SpecSuite": system.union(["WebAssembly", "Validation"]),
    "SpecEngines": [
      "SpecSuite", "Interpreter", "Driver", "Instrumentation", "Validation", "WebAssembly",
    ],
    "Candid": [],
    "Executions": ["Candid", "CanisterRuntime"],
    "CanisterProcess": system.union(["Candid", "Executions", "Canister", "CanisterRuntime"]),
    "Subnet": ["Candid", "Executions", "Canister", "CanisterRuntime"],
    "SubnetHost": system.union(["Candid", "Executions", "Canister", "CanisterProcess", "Subnet"]),
    "Scripts": system.union(["Candid", "Executions", "Subnet", "SubnetHost", "Canister"]),
    "Charts": [],
    "Comparison": system.union([
      "Candid", "Executions", "CanisterProcess", "Subnet", "SubnetHost", "Scripts", "Canister",
      "Instrumentation", "Driver", "Charts",
    ]),
    "Driver": system.union([
      "WebAssembly", "Validation", "SystemAPI", "Canister", "Instrumentation", "LLVM", "Lowering",
      "Gzip", "Hashing", "CanisterRuntime",
    ]),
    "Benchmarking": system.union([
      "Candid", "CanisterProcess", "Subnet", "SubnetHost", "Canister", "Instrumentation",
      "Interpreter",
      "Driver", "Hashing", "Charts", "Yams",
    ]),
    "CLI": system.union([
      "Candid", "Driver", "Interpreter", "Lowering", "Comparison", "Executions",
      "CanisterProcess", "Subnet", "SubnetHost", "Scripts", "Benchmarking",
      "Canister", "Instrumentation", "Validation", "WebAssembly", "SpecEngines", "SpecSuite",
      "Hashing", "ArgumentParser",
    ]),
    "TestSupport": system,
  ]

  /// What comes with the system and the toolchain; not for the core, which reads hostile input.
  static let system: Set<String> = ["Foundation", "Glibc", "Synchronization", "Dispatch"]

  func violations(in tree: SourceTree) -> [Violation] {
    tree.swiftFiles.flatMap { file in
      file.code.enumerated().compactMap { line, code -> Violation? in
        guard let target = file.target, let module = Self.importedModule(code) else { return nil }
        // Tests import what they test: `Package.swift` says what that is.
        if target.hasSuffix("Tests") || Self.allowed[target]?.contains(module) == true {
          return nil
        }
        return Violation(file.path, line: line + 1, "\(target) may not import \(module)")
      }
    }
  }

  static func importedModule(_ line: String) -> String? {
    let words = line.split(separator: " ")
    guard let index = words.firstIndex(of: "import"), index + 1 < words.count,
      words[..<index].allSatisfy({ $0.hasPrefix("@") || access.contains(String($0)) })
    else { return nil }
    // `import struct Foundation.Data` names its module after the kind.
    let kinds = ["struct", "class", "enum", "protocol", "func", "var", "typealias"]
    let path = kinds.contains(String(words[index + 1])) ? words.last : words[index + 1]
    return path?.split(separator: ".").first.map(String.init)
  }

  private static let access = ["package", "internal", "private", "fileprivate", "public"]
}
