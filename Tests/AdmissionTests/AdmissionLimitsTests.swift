import Admission
import Testing

/// Each limit: what is just within passes, and one more is refused with the replica's words.
@Suite struct AdmissionLimitsTests {
  private func refusal(_ module: ModuleBytes) throws -> String {
    try #require(throws: AdmissionError.self) { try CanisterModule.admit(module.bytes) }.icMessage
  }

  private let prefix = "Canister's Wasm module is not valid: "

  @Test func moduleSize() throws {
    var bytes = ModuleBytes().bytes
    bytes += [UInt8](repeating: 0, count: 104_857_601 - bytes.count)
    let error = try #require(throws: AdmissionError.self) { try CanisterModule.admit(bytes) }
    #expect(
      error.icMessage == prefix
        + "Wasm module size of 104857601 exceeds the maximum allowed size of 104857600.")
  }

  @Test func codeSectionSize() throws {
    func module(codeBytes: Int) -> ModuleBytes {
      var module = ModuleBytes()
      module.section(1, count: 1, [0x60, 0, 0])
      // The size counts from after the function count; what follows need not even be code.
      module.section(10, count: 1, [UInt8](repeating: 1, count: codeBytes))
      return module
    }
    #expect(
      try refusal(module(codeBytes: 12_582_913)) == prefix
        + "Wasm module code section size of 12582913 exceeds the maximum allowed size of 12582912.")
    #expect(
      try refusal(module(codeBytes: 12_582_912))
        .hasPrefix(prefix + "Failed to decode wasm module: "))
  }

  @Test func functions() throws {
    func module(_ count: Int) -> ModuleBytes {
      var module = ModuleBytes()
      module.functions([[UInt8]](repeating: [], count: count))
      return module
    }
    _ = try CanisterModule.admit(module(50_000).bytes)
    #expect(
      try refusal(module(50_001)) == prefix
        + "Wasm module defined 50001 functions, which exceeds the maximum number allowed 50000.")
  }

  @Test func globals() throws {
    func module(_ count: Int) -> ModuleBytes {
      var module = ModuleBytes()
      let global: [UInt8] = [0x7F, 0, 0x41, 0, 0x0B]
      module.section(6, count: count, [[UInt8]](repeating: global, count: count).flatMap { $0 })
      return module
    }
    _ = try CanisterModule.admit(module(1_000).bytes)
    #expect(
      try refusal(module(1_001)) == prefix
        + "Wasm module defined 1001 globals which exceeds the maximum number allowed 1000.")
  }

  @Test func methods() throws {
    func module(_ count: Int) -> ModuleBytes {
      let kinds = ["canister_update", "canister_query", "canister_composite_query"]
      var module = ModuleBytes()
      let system = ["canister_init", "canister_heartbeat"]
      module.functions([[]], exports: (0..<count).map { "\(kinds[$0 % 3]) m\($0)" } + system)
      return module
    }
    #expect(try CanisterModule.admit(module(1_000).bytes).methods.methods.count == 1_000)
    #expect(
      try refusal(module(1_001)) == prefix + """
        Wasm module has an invalid export section. The number of exported functions called \
        `canister_update <name>`, `canister_query <name>`, or `canister_composite_query <name>` \
        exceeds 1000.
        """)
  }

  @Test func methodNames() throws {
    func module(_ bytes: Int) -> ModuleBytes {
      // Two bytes a character: the limit counts bytes.
      let long = String(repeating: "é", count: bytes / 2 - 1) + (bytes % 2 == 0 ? "ab" : "abc")
      var module = ModuleBytes()
      module.functions([[]], exports: ["canister_update " + long])
      return module
    }
    _ = try CanisterModule.admit(module(20_000).bytes)
    #expect(
      try refusal(module(20_001)) == prefix + """
        Wasm module has an invalid export section. The sum of `<name>` lengths in exported \
        functions called `canister_update <name>`, `canister_query <name>`, or \
        `canister_composite_query <name>` exceeds 20000.
        """)
  }

  @Test func benchmarkingSubnetsAllowMoreMethods() throws {
    func module(_ count: Int, nameBytes: Int) -> ModuleBytes {
      var module = ModuleBytes()
      module.functions(
        [[]],
        exports: (0..<count).map { index in
          let number = String(index)
          return "canister_query " + number
            + String(repeating: "n", count: max(0, nameBytes - number.utf8.count))
        })
      return module
    }
    func refusal(_ module: ModuleBytes) throws -> String {
      try #require(throws: AdmissionError.self) {
        try CanisterModule.admit(module.bytes, subnet: .benchmarking)
      }.icMessage
    }
    // A module may have 100,000 exports at all, so the limit on methods can't be exceeded.
    let many = module(100_000, nameBytes: 50)
    #expect(try CanisterModule.admit(many.bytes, subnet: .benchmarking).subnet == .benchmarking)
    for subnet in [SubnetKind.application, .system] {
      #expect(throws: AdmissionError.self) { try CanisterModule.admit(many.bytes, subnet: subnet) }
    }
    #expect(try refusal(module(100_000, nameBytes: 51)).hasSuffix("exceeds 5000000."))
  }

  @Test func instructionsOfAFunction() throws {
    func module(_ count: Int) -> ModuleBytes {
      var module = ModuleBytes()
      // The final `end` counts too. Each instruction weighs at least 1, so with the replica's
      // figures complexity is always found first, and never size.
      module.functions([[], [UInt8](repeating: 0x01, count: count - 1)])
      return module
    }
    _ = try CanisterModule.admit(module(1_000_000).bytes)
    #expect(
      try refusal(module(1_000_001)) == prefix + """
        Wasm module contains a function at index 1 with complexity 1000001 which exceeds the \
        maximum complexity allowed 1000000.
        """)
  }

  @Test func complexityOfAFunction() throws {
    func module(_ blocks: Int) -> ModuleBytes {
      var module = ModuleBytes()
      // `block end` weighs 51.
      let block: [UInt8] = [0x02, 0x40, 0x0B]
      module.functions([[[UInt8]](repeating: block, count: blocks).flatMap { $0 }])
      return module
    }
    _ = try CanisterModule.admit(module(19_607).bytes)
    #expect(
      try refusal(module(19_608)) == prefix + """
        Wasm module contains a function at index 0 with complexity 1000009 which exceeds the \
        maximum complexity allowed 1000000.
        """)
  }

  @Test func functionNames() throws {
    func module(_ bytes: Int) -> ModuleBytes {
      var module = ModuleBytes()
      module.functions([[]])
      let names = [1, 0] + ModuleBytes.name(String(repeating: "n", count: bytes))
      module.custom("name", [1] + ModuleBytes.unsigned(names.count) + names)
      return module
    }
    _ = try CanisterModule.admit(module(1_048_576).bytes)
    let name = String(repeating: "n", count: 100)
    #expect(
      try refusal(module(1_048_577)) == prefix + """
        Wasm module contains a function at index 0 with name '\(name)...' of size 1048577 bytes \
        that exceeds the maximum allowed size of 1048576 bytes.
        """)
  }

  @Test func metadataSections() throws {
    func module(_ count: Int) -> ModuleBytes {
      var module = ModuleBytes()
      for index in 0..<count { module.custom("icp:public s\(index)", []) }
      for _ in 0..<20 { module.custom("producers", []) }
      return module
    }
    #expect(try CanisterModule.admit(module(16).bytes).metadata.count == 16)
    #expect(
      try refusal(module(17)) == prefix
        + "Wasm module defined 17 custom sections which exceeds the maximum number allowed 16.")
  }

  @Test func metadataSize() throws {
    func module(_ bytes: Int) -> ModuleBytes {
      var module = ModuleBytes()
      // The prefix does not count; the name does.
      module.custom("icp:public abcd", [])
      module.custom("icp:private x", [UInt8](repeating: 0, count: bytes - 5))
      return module
    }
    _ = try CanisterModule.admit(module(1_048_576).bytes)
    #expect(
      try refusal(module(1_048_577)) == prefix + """
        Wasm module has an invalid custom section. Invalid custom sections: total size of the \
        custom sections exceeds the maximum allowed: size 1048577 bytes, allowed 1048576 bytes
        """)
  }
}
