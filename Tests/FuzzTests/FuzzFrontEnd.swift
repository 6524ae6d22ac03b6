import Admission
import Instrumentation
import Validation
import WebAssembly

/// A program of libFuzzer, for everything that reads modules.
///
/// For any bytes, the answer is a module or an error, never the process's end. `make
/// fuzz` builds and runs it.
@main struct FuzzFrontEnd {
  static func main() {
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    _ = runFuzzer(&count, &arguments) { bytes, count in
      FuzzFrontEnd.read(Array(UnsafeBufferPointer(start: bytes, count: count)))
      return 0
    }
  }

  private static func read(_ input: [UInt8]) {
    if let module = try? ModuleDecoder().decode(input),
      let validated = try? Validator.validate(module)
    {
      _ = Pipeline.instrument(validated)
    }
    // As a canister: gunzipped if it asks for that, with the IC's rules and limits.
    _ = try? CanisterModule.admit(input, features: .ic)
  }
}

/// libFuzzer's entry for programs that have a `main` of their own.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ test: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
) -> CInt
