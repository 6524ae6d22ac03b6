internal import CLLVM
import LLVMStubs

/// LLVM's library, which takes longer to load than most of what is done without it: a warm `call`
/// is over by then.
package enum Library {
  /// Loads the library, unless that was done.
  ///
  /// To be called where an error can be reported to the user; all that needs the library loads
  /// it, too, but can't go on without.
  package static func load() throws(LibraryError) { try loading.get() }

  private static let loading: Result<Void, LibraryError> = {
    let name = "libLLVM.so.\(LLVM_VERSION_MAJOR).\(LLVM_VERSION_MINOR)"
    guard let reason = llvm_stubs_load(name) else { return .success(()) }
    return .failure(LibraryError(reason: String(cString: reason)))
  }()

  /// Loads the library before its first use.
  static func require() {
    do {
      try load()
    } catch {
      preconditionFailure("\(error)")
    }
  }
}

/// LLVM's library is not there, or is not the one with whose headers this program was built.
package struct LibraryError: Error, Equatable {
  /// The system's words, which name the file.
  let reason: String
}

extension LibraryError: CustomStringConvertible {
  package var description: String {
    "the compiler needs LLVM's library: \(reason); install it, or run canisters with "
      + "--engine interpreter"
  }
}
