package import Foundation

/// The program `tinsmith` as it was built along with the tests, and the runtime that it links.
package enum TinsmithProgram {
  /// Beside the tests' own program.
  package static let url: URL = {
    let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    let beside = own.deletingLastPathComponent().appending(path: "tinsmith")
    return FileManager.default.isExecutableFile(atPath: beside.path)
      ? beside : PackageRoot.appending(".build/debug/tinsmith")
  }()

  package static let runtime = PackageRoot.appending(".build/runtime/libcanister_rt.a")

  /// Whether canisters can be built from text, linked and run.
  package static var canRun: Bool {
    WasmTools.isAvailable && FileManager.default.fileExists(atPath: runtime.path)
  }

  /// What to say of a test that is skipped because something is absent.
  package static let absence =
    "wasm-tools or the runtime library is not here: `make deps` and `make`"
}
