// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target: language mode 6, no warnings, explicit about what it shows and imports.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// For targets that read hostile input or rewrite it: no unsafe code, checked by the compiler.
let safe: [SwiftSetting] = settings + [.strictMemorySafety()]

let package = Package(
  name: "tinsmith",
  products: [.executable(name: "tinsmith", targets: ["CLI"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Foundations
    .target(name: "Bytes", swiftSettings: safe),
    .target(name: "WebAssembly", dependencies: ["Bytes"], swiftSettings: safe),
    .target(name: "Validation", dependencies: ["WebAssembly"], swiftSettings: safe),
    .target(
      name: "CanisterRuntime", path: "runtime",
      exclude: ["README.md", "src/process/main.c"], sources: ["src"], publicHeadersPath: "include",
      cSettings: [
        .headerSearchPath("src"), .enableWarning("all"), .enableWarning("extra"),
        .treatAllWarnings(as: .error),
      ]),
    .target(
      name: "SystemAPI", dependencies: ["WebAssembly", "CanisterRuntime"],
      swiftSettings: settings),

    // From bytes to an instrumented module
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "Gzip", dependencies: ["CZlib"], swiftSettings: settings),
    .target(
      name: "Hashing", dependencies: ["Bytes", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: settings),
    .target(name: "Certification", dependencies: ["Bytes", "Hashing"], swiftSettings: safe),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(
      name: "ChainKeys",
      dependencies: ["COpenSSL", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: settings),
    .target(name: "Symbols", swiftSettings: safe),
    .target(
      name: "Admission",
      dependencies: ["Bytes", "WebAssembly", "Validation", "SystemAPI", "Gzip", "Hashing"],
      swiftSettings: safe),
    .target(
      name: "Instrumentation", dependencies: ["WebAssembly", "Validation"],
      swiftSettings: safe),
    .target(
      name: "WasmEmission", dependencies: ["WebAssembly", "Validation", "Instrumentation"],
      swiftSettings: safe),

    // What engines share
    .target(name: "Files", dependencies: ["Hashing"], swiftSettings: settings),
    .target(
      name: "Engines",
      dependencies: [
        "WebAssembly", "Validation", "CanisterRuntime", "Hashing", "Symbols", "Admission",
        "Instrumentation", "Files",
      ],
      swiftSettings: settings),

    // The native engine
    .systemLibrary(name: "CLLVM", pkgConfig: "llvm", providers: [.apt(["llvm-22-dev"])]),
    .target(
      name: "LLVMStubs",
      cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]),
    .target(name: "LLVM", dependencies: ["CLLVM", "LLVMStubs"], swiftSettings: settings),
    .target(
      name: "Lowering",
      dependencies: [
        "WebAssembly", "Validation", "CanisterRuntime", "SystemAPI", "Instrumentation", "LLVM",
      ],
      swiftSettings: settings),
    .target(
      name: "NativePasses",
      dependencies: ["CanisterRuntime", "Instrumentation", "CLLVM", "LLVM", "Lowering"],
      swiftSettings: settings),
    .target(
      name: "ObjectFiles", dependencies: ["Bytes", "WebAssembly", "CanisterRuntime", "Admission"],
      swiftSettings: settings),
    .target(
      name: "Compiler",
      dependencies: [
        "WebAssembly", "Validation", "Gzip", "Hashing", "Symbols", "Admission", "Instrumentation",
        "Files", "Engines", "LLVM", "Lowering", "NativePasses", "ObjectFiles", "WasmEmission",
      ],
      swiftSettings: settings),
    .target(
      name: "NativeLoader",
      dependencies: [
        "WebAssembly", "Validation", "CanisterRuntime", "Instrumentation", "Engines", "LLVM",
        "Lowering", "NativePasses", "ObjectFiles",
      ],
      swiftSettings: settings),

    // The interpreter
    .target(
      name: "Interpreter",
      dependencies: ["WebAssembly", "Validation", "CanisterRuntime", "Instrumentation"],
      swiftSettings: settings),

    .target(
      name: "SpecSuite", dependencies: ["WebAssembly", "Validation"],
      exclude: ["expected-skips.txt"], swiftSettings: settings),
    .target(
      name: "SpecEngines",
      dependencies: [
        "WebAssembly", "Validation", "Instrumentation", "NativeLoader", "Interpreter", "SpecSuite",
      ],
      swiftSettings: settings),

    // Benchmarks of canisters
    .target(
      name: "Benchmarking",
      dependencies: [
        "Bytes", "Hashing", "Symbols", "Admission", "Instrumentation", "Files", "Engines",
        "Compiler", "Interpreter", "Candid", "CanisterProcess", "Subnet", "SubnetHost", "Charts",
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),

    // What a user meets
    .target(name: "Candid", dependencies: ["Bytes"], swiftSettings: safe),
    .target(
      name: "Executions", dependencies: ["Bytes", "CanisterRuntime", "Candid"],
      swiftSettings: safe),
    .target(
      name: "CanisterProcess",
      dependencies: ["Bytes", "CanisterRuntime", "Engines", "Candid", "Executions"],
      swiftSettings: settings),
    .target(
      name: "Subnet",
      dependencies: [
        "Bytes", "CanisterRuntime", "Hashing", "Certification", "ChainKeys", "Admission", "Candid",
        "Executions",
      ],
      swiftSettings: settings),
    .target(
      name: "SubnetHost",
      dependencies: [
        "Bytes", "Hashing", "Admission", "Engines", "Candid", "Executions", "CanisterProcess",
        "Subnet",
      ],
      swiftSettings: settings),
    .target(
      name: "Scripts",
      dependencies: [
        "Bytes", "Admission", "Files", "Engines", "Candid", "Executions", "Subnet", "SubnetHost",
      ],
      swiftSettings: settings),
    .target(
      name: "Comparison",
      dependencies: [
        "Bytes", "Admission", "Instrumentation", "Engines", "Compiler", "Candid", "Executions",
        "CanisterProcess", "Subnet", "SubnetHost", "Scripts", "Charts",
      ],
      swiftSettings: settings),
    .target(name: "Charts", swiftSettings: settings),
    .target(
      name: "Workspace",
      dependencies: [
        "Hashing", "Admission", "Files", "Engines", "ObjectFiles", "Compiler", "Candid",
        "CanisterProcess", "Subnet", "SubnetHost",
      ],
      swiftSettings: settings),
    .target(name: "JSON", swiftSettings: safe),
    .target(
      name: "Server",
      dependencies: [
        "Bytes", "Gzip", "Hashing", "Admission", "Engines", "Candid", "Executions",
        "CanisterProcess", "Subnet", "SubnetHost", "JSON",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "CLI",
      dependencies: [
        "Bytes", "WebAssembly", "Validation", "Hashing", "Symbols", "Admission", "Instrumentation",
        "Files", "Engines", "Lowering", "ObjectFiles", "Compiler", "NativeLoader", "Interpreter",
        "SpecSuite", "SpecEngines", "Benchmarking", "Candid", "Executions", "CanisterProcess",
        "Subnet", "SubnetHost", "Scripts", "Comparison", "Workspace", "Server",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings,
      // LLVM's library, should it be installed beside the program.
      linkerSettings: [.unsafeFlags(["-Xlinker", "-rpath=$ORIGIN/../lib/tinsmith"])]),

    // Tests
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    .testTarget(
      name: "WebAssemblyTests", dependencies: ["WebAssembly", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "ValidationTests",
      dependencies: ["WebAssembly", "Validation", "SpecSuite", "TestSupport"],
      exclude: ["opcodes.txt"], swiftSettings: settings),
    .testTarget(name: "LLVMTests", dependencies: ["LLVM"], swiftSettings: settings),
    .testTarget(name: "ChartsTests", dependencies: ["Charts"], swiftSettings: settings),
    .testTarget(name: "BytesTests", dependencies: ["Bytes"], swiftSettings: settings),
    .testTarget(name: "GzipTests", dependencies: ["Gzip"], swiftSettings: settings),
    .testTarget(
      name: "ChainKeysTests",
      dependencies: [
        "Bytes", "ChainKeys", "Candid", .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "CertificationTests", dependencies: ["Bytes", "Certification"],
      swiftSettings: settings),
    .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: settings),
    .testTarget(name: "HashingTests", dependencies: ["Hashing"], swiftSettings: settings),
    .testTarget(name: "SymbolsTests", dependencies: ["Symbols"], swiftSettings: settings),
    .testTarget(
      name: "AdmissionTests",
      dependencies: ["WebAssembly", "Validation", "Gzip", "Hashing", "Admission", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "InstrumentationTests",
      dependencies: ["WebAssembly", "Validation", "SystemAPI", "Instrumentation", "TestSupport"],
      exclude: ["costs.txt"], swiftSettings: settings),
    .testTarget(
      name: "WasmEmissionTests",
      dependencies: [
        "WebAssembly", "Validation", "Instrumentation", "WasmEmission", "Interpreter",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "GoldenTests",
      dependencies: [
        "WebAssembly", "Validation", "Instrumentation", "LLVM", "Lowering", "NativePasses",
        "TestSupport",
      ],
      exclude: ["Lowering"], swiftSettings: settings),
    .testTarget(
      name: "InterpreterTests",
      dependencies: [
        "WebAssembly", "Validation", "CanisterRuntime", "Instrumentation", "Interpreter",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SpecTests",
      dependencies: [
        "WebAssembly", "Validation", "Instrumentation", "Lowering", "NativeLoader", "SpecSuite",
        "SpecEngines", "TestSupport",
      ],
      exclude: ["Scripts"], swiftSettings: settings),
    .testTarget(
      name: "DifferentialTests",
      dependencies: [
        "WebAssembly", "Validation", "Admission", "Instrumentation", "Engines", "Lowering",
        "ObjectFiles", "Compiler", "NativeLoader", "SpecSuite", "SpecEngines", "Executions",
        "CanisterProcess", "SubnetHost", "Scripts", "Comparison", "TestSupport",
      ],
      exclude: ["Canisters/Regressions"], swiftSettings: settings),
    .testTarget(
      name: "CandidTests", dependencies: ["Candid", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "CanisterProcessTests",
      dependencies: [
        "CanisterRuntime", "Engines", "Candid", "Executions", "CanisterProcess", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SubnetTests",
      dependencies: [
        "Bytes", "Hashing", "Certification", "Admission", "Candid", "Executions", "Subnet",
        "TestSupport", .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SubnetHostTests",
      dependencies: [
        "CanisterRuntime", "Admission", "Engines", "Candid", "Executions", "CanisterProcess",
        "Subnet", "SubnetHost", "TestSupport",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "Scale",
      dependencies: [
        "Admission", "Engines", "Candid", "CanisterProcess", "Subnet", "SubnetHost",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Benchmarks/scale", swiftSettings: settings),
    .testTarget(
      name: "SystemAPITests",
      dependencies: [
        "WebAssembly", "Validation", "CanisterRuntime", "SystemAPI", "Admission", "Instrumentation",
        "Engines", "Compiler", "Interpreter", "Candid", "Executions", "CanisterProcess", "Subnet",
        "SubnetHost", "TestSupport",
      ],
      exclude: ["Table/ic0.txt"], swiftSettings: settings),
    .testTarget(
      name: "ComparisonTests",
      dependencies: [
        "Admission", "Engines", "Executions", "CanisterProcess", "Subnet", "SubnetHost", "Scripts",
        "Comparison", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ScriptsTests",
      dependencies: ["Admission", "Candid", "Executions", "Subnet", "SubnetHost", "Scripts"],
      swiftSettings: settings),
    .testTarget(
      name: "WorkspaceTests",
      dependencies: [
        "Admission", "Candid", "CanisterProcess", "Subnet", "Workspace", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ServerTests",
      dependencies: [
        "Bytes", "Hashing", "Candid", "Executions", "Subnet", "SubnetHost", "JSON", "Server",
        "Benchmarking", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "BenchmarkingTests", dependencies: ["Benchmarking", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "FilesTests", dependencies: ["Files", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "ObjectFilesTests",
      dependencies: ["WebAssembly", "CanisterRuntime", "Admission", "ObjectFiles", "TestSupport"],
      swiftSettings: settings),
    .testTarget(name: "NativeLoaderTests", dependencies: ["NativeLoader"], swiftSettings: settings),
    .testTarget(
      name: "CLITests", dependencies: ["Candid", "TestSupport"],
      exclude: ["Snapshots"], swiftSettings: settings),
    .testTarget(name: "TidyTests", dependencies: ["TestSupport"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)

// Fuzzing is a product for itself, since libFuzzer instruments all that is built with it; `make
// fuzz` sets the variable.
if Context.environment["TINSMITH_FUZZING"] != nil {
  package.targets.append(
    .executableTarget(
      name: "FuzzTests",
      dependencies: ["WebAssembly", "Validation", "Admission", "Instrumentation"],
      path: "Tests/FuzzTests", swiftSettings: settings,
      linkerSettings: [.unsafeFlags(["-use-ld=lld"])]))
}
