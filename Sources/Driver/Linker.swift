import CanisterRuntime
import Foundation

/// Makes executables out of objects and the runtime library, by a compiler's driver and LLVM's
/// linker.
///
/// Executables stay where they are linked, in the low 2 GiB of addresses: code there reaches linear
/// memory, which begins at a fixed address too, without a base register.
package struct Linker {
  /// The compiler driver, which knows where the system's own libraries are.
  private let driver: String
  /// The folder that has `ld.lld`.
  private let lldFolder: String
  /// The archive of the runtime.
  package let runtime: String

  /// Finds a linker and the runtime library.
  package init() throws(CompilationError) {
    driver = try Self.findDriver()
    lldFolder = try Self.findLLD(besides: driver)
    runtime = try RuntimeLibrary.find()
  }

  /// Links an object to an executable.
  package func link(_ object: [UInt8], to path: String) throws(CompilationError) {
    let objectPath = NSTemporaryDirectory() + "tinsmith-\(UUID().uuidString).o"
    defer { unlink(objectPath) }
    try OutputFile.write(object, to: objectPath)
    try OutputFile.replace(path) { (temporary) throws(CompilationError) in
      try run(arguments(object: objectPath, output: temporary))
    }
  }

  private func arguments(object: String, output: String) -> [String] {
    [
      "-o", output, object, runtime, "-lm",
      "-no-pie", "-fuse-ld=lld", "-B\(lldFolder)",
      // Where both sides know the memories to be.
      "-Wl,--defsym,rt_memory=\(RT_MEMORY_BASE)",
      "-Wl,--defsym,rt_stable_memory=\(RT_STABLE_BASE)",
      "-Wl,--gc-sections", "-Wl,--strip-debug", "-Wl,-z,noexecstack",
    ]
  }

  private func run(_ arguments: [String]) throws(CompilationError) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: driver)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    do {
      try process.run()
    } catch {
      throw .linkerFailed(linker: driver, output: error.localizedDescription)
    }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationReason == .exit && process.terminationStatus == 0 else {
      let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
      throw .linkerFailed(linker: driver, output: text)
    }
  }

  private static func findDriver() throws(CompilationError) -> String {
    if let name = ProcessInfo.processInfo.environment["TINSMITH_LINKER"], !name.isEmpty {
      guard let path = Executables.find(name) else { throw .namedLinkerNotFound(name) }
      return path
    }
    let names = ["clang", "cc", "gcc"]
    guard let path = names.lazy.compactMap(Executables.find).first else {
      throw .linkerNotFound(tried: names)
    }
    return path
  }

  private static func findLLD(besides driver: String) throws(CompilationError) -> String {
    let folder = (driver as NSString).resolvingSymlinksInPath as NSString
    let beside = folder.deletingLastPathComponent + "/ld.lld"
    guard let path = Executables.find("ld.lld") ?? Executables.find(beside) else {
      throw .lldNotFound(linker: driver)
    }
    return (path as NSString).deletingLastPathComponent
  }
}
