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
    .target(name: "WebAssembly", swiftSettings: safe),
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
    .target(name: "Hashing", dependencies: ["CCrypto"], swiftSettings: settings),
    .target(
      name: "Canister",
      dependencies: ["WebAssembly", "Validation", "SystemAPI", "Gzip", "Hashing"],
      swiftSettings: safe),
    .target(
      name: "Instrumentation", dependencies: ["WebAssembly", "Validation"], swiftSettings: safe),

    // The native engine
    .systemLibrary(name: "CLLVM", pkgConfig: "llvm", providers: [.apt(["llvm-22-dev"])]),
    .target(name: "LLVM", dependencies: ["CLLVM"], swiftSettings: settings),
    .target(
      name: "Lowering",
      dependencies: [
        "WebAssembly", "Validation", "Instrumentation", "SystemAPI", "LLVM", "CanisterRuntime",
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
        "SpecSuite", "Interpreter", "Driver", "Instrumentation", "Validation", "WebAssembly",
      ],
      swiftSettings: settings),

    // Benchmarks of canisters
    .target(
      name: "Benchmarking",
      dependencies: [
        "Candid", "CanisterProcess", "Subnet", "SubnetHost", "Canister", "Instrumentation",
        "Interpreter",
        "Driver", "Hashing", "Charts", .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),

    // What a user meets
    .target(name: "Candid", swiftSettings: safe),
    .target(
      name: "Executions", dependencies: ["Candid", "CanisterRuntime"], swiftSettings: safe),
    .target(
      name: "CanisterProcess",
      dependencies: ["Candid", "Executions", "Canister", "CanisterRuntime"],
      swiftSettings: settings),
    .target(
      name: "Subnet", dependencies: ["Candid", "Executions", "Canister", "CanisterRuntime"],
      swiftSettings: settings),
    .target(
      name: "SubnetHost",
      dependencies: ["Candid", "Executions", "Canister", "CanisterProcess", "Subnet"],
      swiftSettings: settings),
    .target(
      name: "Scripts", dependencies: ["Candid", "Executions", "Subnet", "SubnetHost", "Canister"],
      swiftSettings: settings),
    .target(
      name: "Comparison",
      dependencies: [
        "Candid", "Executions", "CanisterProcess", "Subnet", "SubnetHost", "Scripts", "Canister",
        "Instrumentation", "Driver", "Charts",
      ],
      swiftSettings: settings),
    .target(name: "Charts", swiftSettings: settings),
    .target(
      name: "Driver",
      dependencies: [
        "WebAssembly", "Validation", "Canister", "Instrumentation", "LLVM", "Lowering",
        "CanisterRuntime", "Gzip", "Hashing",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "CLI",
      dependencies: [
        "Candid", "Driver", "Interpreter", "Lowering", "Comparison", "Executions",
        "CanisterProcess", "Subnet", "SubnetHost", "Scripts", "Benchmarking", "Canister",
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
    .testTarget(
      name: "CanisterTests",
      dependencies: [
        "Canister", "Gzip", "Hashing", "Instrumentation", "SystemAPI", "Validation", "WebAssembly",
        "TestSupport",
      ],
      exclude: ["Instrumentation/costs.txt", "SystemAPI/ic0.txt"], swiftSettings: settings),
    .testTarget(
      name: "GoldenTests",
      dependencies: [
        "Driver", "Lowering", "LLVM", "Instrumentation", "Validation", "WebAssembly", "TestSupport",
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
        "SpecEngines", "SpecSuite", "Driver", "Lowering", "Instrumentation", "Validation",
        "WebAssembly",
        "TestSupport",
      ],
      exclude: ["Scripts"], swiftSettings: settings),
    .testTarget(
      name: "DifferentialTests",
      dependencies: [
        "CLI", "Canister", "CanisterProcess", "Comparison", "Driver", "Executions",
        "Instrumentation", "Lowering", "SubnetHost", "Scripts",
        "SpecEngines", "SpecSuite", "Validation", "WebAssembly", "TestSupport",
      ],
      exclude: ["Canisters/Regressions"], swiftSettings: settings),
    .testTarget(
      name: "CandidTests", dependencies: ["Candid", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "CanisterProcessTests",
      dependencies: [
        "CanisterProcess", "Executions", "Candid", "Canister", "CanisterRuntime", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SubnetHostTests",
      dependencies: [
        "SubnetHost", "Subnet", "CanisterProcess", "Executions", "Candid", "Canister",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SystemAPITests",
      dependencies: [
        "Candid", "Driver", "Subnet", "SubnetHost", "CanisterProcess", "Executions", "Canister",
        "Instrumentation", "Interpreter", "SystemAPI", "Validation", "WebAssembly",
        "CanisterRuntime", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ComparisonTests",
      dependencies: [
        "Comparison", "CanisterProcess", "Executions", "Subnet", "SubnetHost",
        "Scripts", "Canister",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ScriptsTests", dependencies: ["Scripts", "Candid", "Executions", "Subnet",
        "SubnetHost"],
      swiftSettings: settings),
    .testTarget(
      name: "BenchmarkingTests", dependencies: ["Benchmarking", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "DriverTests",
      dependencies: [
        "Driver", "Canister", "CanisterRuntime", "Instrumentation", "WebAssembly", "TestSupport",
      ],
      swiftSettings: settings),
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
      dependencies: ["WebAssembly", "Validation", "Canister", "Instrumentation"],
      path: "Tests/FuzzTests", swiftSettings: settings,
      linkerSettings: [.unsafeFlags(["-use-ld=lld"])]))
}
