import CanisterRuntime
import Glibc
import LLVM
import Lowering
import ObjectFiles

/// A canister whose compiled code is loaded into this process, beside the runtime.
///
/// The code is that which a linker would make an executable of, and finds the canister's memories
/// at the same addresses. A process has one canister.
package final class LoadedCanister {
  private let code: LoadedCode
  private let description: UnsafePointer<rt_module>

  /// Loads the content of a file that a compiler wrote; `path` names it in errors.
  ///
  /// Code is trusted, as that of an executable is: this checks what a file is, not what it does.
  package init(_ bytes: [UInt8], path: String) throws(LoadingError) {
    guard let archive = ObjectArchive(bytes) else { throw .notObject(path: path) }
    var symbols = RuntimeFunctions.addresses
    for (name, address) in ModuleLowering.absoluteSymbols { symbols[name] = UInt(address) }
    let objects = archive.objects.map { object in
      DirectCalls.make(in: object, far: { symbols[$0] != nil })
    }
    do {
      code = try LoadedCode(objects: objects, symbols: symbols)
      let address = try code.address(of: ModuleLowering.descriptionSymbol)
      guard let description = UnsafePointer<rt_module>(bitPattern: address) else {
        preconditionFailure("what has a symbol lies somewhere")
      }
      self.description = description
      for lines in code.sections(named: LineTable.loadedSection) {
        rt_add_code_tables(lines.baseAddress, lines.count, nil, 0)
      }
      for section in code.sections(named: ModuleLowering.inlinedLocationsSection) {
        let locations = section.bindMemory(to: rt_inlined_location.self)
        rt_add_code_tables(nil, 0, locations.baseAddress, locations.count)
      }
    } catch {
      throw .notLoaded(path: path, reason: error.reason)
    }
  }

  /// Does what the executable would do with the words of its command line, the first of which is
  /// the program's name (`runtime/README.md`, "Command line"); the exit status.
  package func runCommandLine(_ words: [String]) -> Int32 {
    // The runtime writes into its words, and keeps them.
    var arguments = words.map { strdup($0) } + [nil]
    return withExtendedLifetime(self) {
      rt_main(description, Int32(words.count), &arguments)
    }
  }
}
