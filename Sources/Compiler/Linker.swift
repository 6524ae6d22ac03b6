import Files
import Foundation
import Lowering

/// Makes executables out of objects and the runtime library, by a compiler's driver.
///
/// Executables stay where they are linked, in the low 2 GiB of addresses: code there reaches linear
/// memory, which begins at a fixed address too, without a base register.
package struct Linker {
  /// The compiler driver, which knows where the system's own libraries are.
  private let driver: String
  /// The folder of LLVM's linker, which is several times as fast as others; nil if it is not here.
  private let lldFolder: String?
  /// The archive of the runtime.
  package let runtime: String

  /// Finds a linker and the runtime library.
  package init() throws(CompilationError) {
    driver = try Self.findDriver()
    lldFolder = Self.findLLD(beside: driver)
    runtime = try RuntimeLibrary.find()
  }

  /// Links objects to an executable.
  package func link(_ objects: [[UInt8]], to path: String) throws(CompilationError) {
    let prefix = NSTemporaryDirectory() + "tinsmith-\(UUID().uuidString)"
    let objectPaths = objects.indices.map { "\(prefix).\($0).o" }
    let sizeBytes = objects.reduce(0) { $0 + $1.count }
    try OutputFile.replace(path) { (temporary) throws(CompilationError) in
      defer { for objectPath in objectPaths { unlink(objectPath) } }
      for (object, objectPath) in zip(objects, objectPaths) {
        try write(object, to: objectPath)
      }
      do throws(CompilationError) {
        try run(arguments(objects: objectPaths, output: temporary))
      } catch {
        // LLVM's linker writes to a mapping, and crashes when there is no disk behind it.
        guard Self.hasRoom(sizeBytes, for: temporary) else {
          throw .file(.notWritten(path: path, reason: String(cString: strerror(ENOSPC))))
        }
        throw error
      }
    }
  }

  private func write(_ object: [UInt8], to path: String) throws(CompilationError) {
    do {
      try OutputFile.writeTemporary(object, to: path)
    } catch {
      throw .file(error)
    }
  }

  /// Whether the file system has room for a file of some size, and a little more.
  private static func hasRoom(_ sizeBytes: Int, for path: String) -> Bool {
    var information = statvfs()
    let folder = (path as NSString).deletingLastPathComponent
    guard statvfs(folder.isEmpty ? "." : folder, &information) == 0 else { return true }
    return information.f_bavail * information.f_frsize > UInt(sizeBytes) + 1 << 20
  }

  private func arguments(objects: [String], output: String) -> [String] {
    ["-o", output] + objects + [runtime, "-lm", "-no-pie"]
      // Where both sides know the memories to be.
      + ModuleLowering.absoluteSymbols.map { "-Wl,--defsym,\($0.key)=\($0.value)" } + [
        "-Wl,--gc-sections", "-Wl,--strip-debug", "-Wl,-z,noexecstack",
      ] + (lldFolder.map { ["-fuse-ld=lld", "-B\($0)"] } ?? [])
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

  /// Whether there is a linker, or one that the user names, which is an error if it is not there.
  static var isExpected: Bool { namedDriver != nil || usualDriver != nil }

  private static let usualDriverNames = ["clang", "cc", "gcc"]

  private static var usualDriver: String? {
    usualDriverNames.lazy.compactMap(Executables.find).first
  }

  private static var namedDriver: String? {
    let name = ProcessInfo.processInfo.environment["TINSMITH_LINKER"]
    return name?.isEmpty == false ? name : nil
  }

  private static func findDriver() throws(CompilationError) -> String {
    if let namedDriver {
      guard let path = Executables.find(namedDriver) else {
        throw .namedLinkerNotFound(namedDriver)
      }
      return path
    }
    guard let usualDriver else { throw .linkerNotFound(tried: usualDriverNames) }
    return usualDriver
  }

  private static func findLLD(beside driver: String) -> String? {
    let folder = (driver as NSString).resolvingSymlinksInPath as NSString
    let beside = folder.deletingLastPathComponent + "/ld.lld"
    let path = Executables.find("ld.lld") ?? Executables.find(beside)
    return path.map { ($0 as NSString).deletingLastPathComponent }
  }
}
