package import Admission
package import Files
package import Gzip
package import LLVM
package import Validation
package import WebAssembly

/// Why there is no executable: what, where, and what to do about it.
package enum CompilationError: Error, Equatable {
  case file(FileError)
  case notAdmitted(path: String, AdmissionError)
  // Of modules that need not be canisters.
  case notDecompressed(path: String, GzipError)
  case malformed(path: String, DecodingError)
  case invalid(path: String, ValidationError)
  /// The linker that the user named.
  case namedLinkerNotFound(String)
  case linkerNotFound(tried: [String])
  case linkerFailed(linker: String, output: String)
  case runtimeNotFound(tried: [String])
  case withoutLLVM(LibraryError)
}

extension CompilationError: FileMakingError {
  package init(_ error: FileError) { self = .file(error) }
}

extension CompilationError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .notAdmitted(let path, let error):
      "\(path): \(error)" + (Self.remedy(for: error).map { "; \($0)" } ?? "")
    case .notDecompressed(let path, let error): "\(path): \(error)"
    case .malformed(let path, let error):
      "\(path): \(error)" + (Self.remedy(for: error).map { "; \($0)" } ?? "")
    case .invalid(let path, let error): "\(path): \(error)"
    case .namedLinkerNotFound(let name):
      "there is no linker \(name), which TINSMITH_LINKER names; correct or unset the variable"
    case .linkerNotFound(let tried):
      "there is no linker: none of \(tried.joined(separator: ", ")) is on the PATH; install "
        + "clang or gcc, or name a compiler driver in TINSMITH_LINKER; "
        + "commands that run canisters need none"
    case .linkerFailed(let linker, let output):
      "the linker \(linker) failed: \(output.isEmpty ? "it does not say why" : output)"
    case .runtimeNotFound(let tried):
      "the runtime library is in none of its places (\(tried.joined(separator: ", "))); "
        + "run make, or name the library in TINSMITH_RUNTIME"
    case .withoutLLVM(let error): "\(error)"
    }
  }

  private static func remedy(for error: AdmissionError) -> String? {
    switch error.kind {
    case .unsupportedFormat: "give a .wasm file, or one compressed by gzip"
    case .malformed(let error): remedy(for: error)
    case .unknownFunction(let module, _) where module.hasPrefix("wasi"):
      "canisters can't use WASI: build for wasm32-unknown-unknown, or pass the module through "
        + "wasi2ic"
    case .unknownFunction, .undefinedImport: "canisters can import the functions of ic0 only"
    default: nil
    }
  }

  private static func remedy(for error: DecodingError) -> String? {
    switch error.kind {
    case .unexpectedEnd, .lengthOutOfBounds: "is the file complete?"
    case .disallowed, .refused: "build the canister without that extension of Wasm"
    default: nil
    }
  }
}
