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
      name: "SystemAPI", dependencies: ["WebAssembly", "CanisterRuntime"], swiftSettings: settings),

    // From bytes to an instrumented module
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "Gzip", dependencies: ["CZlib"], swiftSettings: settings),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "Hashing", dependencies: ["Bytes", "CCrypto"], swiftSettings: settings),
    .target(name: "Symbols", swiftSettings: safe),
    .target(
      name: "Admission",
      dependencies: ["Bytes", "WebAssembly", "Validation", "SystemAPI", "Gzip", "Hashing"],
      swiftSettings: safe),
    .target(
      name: "Instrumentation", dependencies: ["WebAssembly", "Validation"], swiftSettings: safe),

    // What engines share
    .target(name: "Files", dependencies: ["Hashing"], swiftSettings: settings),
    .target(
      name: "Engines",
      dependencies: [
        "WebAssembly", "Validation", "Hashing", "Files", "Symbols", "Admission", "Instrumentation",
        "CanisterRuntime",
      ],
      swiftSettings: settings),

    // The native engine
    .systemLibrary(name: "CLLVM", pkgConfig: "llvm", providers: [.apt(["llvm-22-dev"])]),
    .target(name: "LLVM", dependencies: ["CLLVM"], swiftSettings: settings),
    .target(
      name: "Lowering",
      dependencies: [
        "WebAssembly", "Validation", "Instrumentation", "SystemAPI", "LLVM", "CanisterRuntime",
      ],
      swiftSettings: settings),
    .target(
      name: "NativePasses",
      dependencies: ["CLLVM", "LLVM", "Instrumentation", "Lowering", "CanisterRuntime"],
      swiftSettings: settings),
    .target(
      name: "ObjectFiles", dependencies: ["Bytes", "Admission", "WebAssembly", "CanisterRuntime"],
      swiftSettings: settings),
    .target(
      name: "Compiler",
      dependencies: [
        "WebAssembly", "Validation", "Gzip", "Hashing", "Files", "Symbols", "Admission", "Engines",
        "Instrumentation", "LLVM", "Lowering", "NativePasses", "ObjectFiles",
      ],
      swiftSettings: settings),
    .target(
      name: "NativeLoader",
      dependencies: [
        "WebAssembly", "Validation", "Instrumentation", "LLVM", "Lowering", "NativePasses",
        "ObjectFiles", "Engines", "CanisterRuntime",
      ],
      swiftSettings: settings),

    // The interpreter
    .target(
      name: "Interpreter",
      dependencies: ["WebAssembly", "Validation", "Instrumentation", "CanisterRuntime"],
      swiftSettings: settings),

    .target(
      name: "SpecSuite", dependencies: ["WebAssembly", "Validation"],
      exclude: ["expected-skips.txt"], swiftSettings: settings),
    .target(
      name: "SpecEngines",
      dependencies: [
        "SpecSuite", "Interpreter", "NativeLoader", "Instrumentation", "Validation", "WebAssembly",
      ],
      swiftSettings: settings),

    // Benchmarks of canisters
    .target(
      name: "Benchmarking",
      dependencies: [
        "Bytes", "Candid", "CanisterProcess", "Subnet", "SubnetHost", "Admission", "Engines",
        "Instrumentation",
        "Interpreter",
        "Compiler", "Files", "Symbols", "Hashing", "Charts",
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),

    // What a user meets
    .target(name: "Candid", dependencies: ["Bytes"], swiftSettings: safe),
    .target(
      name: "Executions", dependencies: ["Bytes", "Candid", "CanisterRuntime"],
      swiftSettings: safe),
    .target(
      name: "CanisterProcess",
      dependencies: ["Candid", "Executions", "Engines", "CanisterRuntime"],
      swiftSettings: settings),
    .target(
      name: "Subnet", dependencies: ["Candid", "Executions", "Admission", "CanisterRuntime"],
      swiftSettings: settings),
    .target(
      name: "SubnetHost",
      dependencies: ["Candid", "Executions", "Admission", "Engines", "CanisterProcess", "Subnet"],
      swiftSettings: settings),
    .target(
      name: "Scripts",
      dependencies: ["Candid", "Executions", "Subnet", "SubnetHost", "Admission", "Files"],
      swiftSettings: settings),
    .target(
      name: "Comparison",
      dependencies: [
        "Candid", "Executions", "CanisterProcess", "Subnet", "SubnetHost", "Scripts", "Admission",
        "Engines", "Instrumentation", "Compiler", "Charts",
      ],
      swiftSettings: settings),
    .target(name: "Charts", swiftSettings: settings),
    .executableTarget(
      name: "CLI",
      dependencies: [
        "Bytes", "Candid", "Compiler", "NativeLoader", "ObjectFiles", "Files",
        "Symbols",
        "Engines", "Interpreter", "Lowering", "Comparison", "Executions",
        "CanisterProcess", "Subnet", "SubnetHost", "Scripts", "Benchmarking", "Admission",
        "Instrumentation", "Validation", "WebAssembly", "SpecEngines", "SpecSuite",
        "Hashing", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    // Tests
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    .testTarget(
      name: "WebAssemblyTests", dependencies: ["WebAssembly", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "ValidationTests",
      dependencies: ["Validation", "WebAssembly", "SpecSuite", "TestSupport"],
      exclude: ["opcodes.txt"], swiftSettings: settings),
    .testTarget(name: "BytesTests", dependencies: ["Bytes"], swiftSettings: settings),
    .testTarget(name: "GzipTests", dependencies: ["Gzip"], swiftSettings: settings),
    .testTarget(name: "HashingTests", dependencies: ["Hashing"], swiftSettings: settings),
    .testTarget(name: "SymbolsTests", dependencies: ["Symbols"], swiftSettings: settings),
    .testTarget(
      name: "AdmissionTests",
      dependencies: ["Admission", "Gzip", "Hashing", "Validation", "WebAssembly", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "InstrumentationTests",
      dependencies: ["Instrumentation", "SystemAPI", "Validation", "WebAssembly", "TestSupport"],
      exclude: ["costs.txt"], swiftSettings: settings),
    .testTarget(
      name: "GoldenTests",
      dependencies: [
        "NativePasses", "Lowering", "LLVM", "Instrumentation", "Validation", "WebAssembly",
        "TestSupport",
      ],
      exclude: ["Lowering"],
      swiftSettings: settings),
    .testTarget(
      name: "InterpreterTests",
      dependencies: [
        "Interpreter", "Instrumentation", "Validation", "WebAssembly", "CanisterRuntime",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SpecTests",
      dependencies: [
        "SpecEngines", "SpecSuite", "NativeLoader", "Lowering", "Instrumentation",
        "Validation", "WebAssembly", "TestSupport",
      ],
      exclude: ["Scripts"], swiftSettings: settings),
    .testTarget(
      name: "DifferentialTests",
      dependencies: [
        "CLI", "Admission", "Engines", "CanisterProcess", "Comparison", "Compiler", "Executions",
        "Instrumentation", "Lowering", "NativeLoader", "ObjectFiles",
        "SubnetHost", "Scripts", "SpecEngines", "SpecSuite", "Validation", "WebAssembly",
        "TestSupport",
      ],
      exclude: ["Canisters/Regressions"], swiftSettings: settings),
    .testTarget(
      name: "CandidTests", dependencies: ["Candid", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "CanisterProcessTests",
      dependencies: [
        "CanisterProcess", "Executions", "Candid", "Engines", "CanisterRuntime",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SubnetHostTests",
      dependencies: [
        "SubnetHost", "Subnet", "CanisterProcess", "Executions", "Candid", "Admission", "Engines",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SystemAPITests",
      dependencies: [
        "Candid", "Compiler", "Subnet", "SubnetHost", "CanisterProcess",
        "Executions", "Engines",
        "Instrumentation", "Interpreter", "SystemAPI", "Validation", "WebAssembly",
        "CanisterRuntime", "TestSupport",
      ],
      exclude: ["Table/ic0.txt"],
      swiftSettings: settings),
    .testTarget(
      name: "ComparisonTests",
      dependencies: [
        "Comparison", "CanisterProcess", "Executions", "Subnet", "SubnetHost",
        "Scripts", "Admission", "Engines",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ScriptsTests",
      dependencies: [
        "Scripts", "Candid", "Executions", "Subnet",
        "SubnetHost",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "BenchmarkingTests", dependencies: ["Benchmarking", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "FilesTests", dependencies: ["Files", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "ObjectFilesTests",
      dependencies: ["ObjectFiles", "Admission", "CanisterRuntime", "WebAssembly", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "NativeLoaderTests", dependencies: ["NativeLoader"], swiftSettings: settings),
    .testTarget(
      name: "CLITests", dependencies: ["CLI", "Candid", "TestSupport"], exclude: ["Snapshots"],
      swiftSettings: settings),
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
