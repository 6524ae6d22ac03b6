import ObjectFiles

/// Makes calls from one object to another direct, before LLVM links them in this process.
///
/// On x86-64 a call of a function of another object is marked as one that may go through a stub
/// (`R_X86_64_PLT32`). Linkers leave out the stubs that nobody needs, LLVM's loader leaves out
/// none: the ledger, with 11,000 such calls, took 113 µs for a transfer where it was linked and
/// 123 where it was loaded. A canister's objects lie near each other, so calls between them can be
/// relocated as other references are (`R_X86_64_PC32`), and a transfer takes 114.
enum DirectCalls {
  /// The object with its calls of undefined functions made direct, but for those of the `far` ones.
  ///
  /// What is no object of x86-64 stays what it is: LLVM has the words for what is wrong.
  static func make(in object: [UInt8], far: (String) -> Bool) -> [UInt8] {
    var file = ElfFile(object)
    guard file.machine == ElfFile.machineX8664 else { return object }
    let sections = file.sections
    for section in sections where section.type == ElfFile.relocationsWithAddends {
      guard sections.indices.contains(section.link),
        sections.indices.contains(sections[section.link].link)
      else { continue }
      let symbols = sections[section.link]
      let isNear = file.undefinedSymbols(symbols, names: sections[symbols.link]).mapValues {
        !far($0)
      }
      file.replaceRelocations(section, type: callType, by: referenceType) { symbol in
        isNear[symbol] ?? false
      }
    }
    return file.bytes
  }

  /// `R_X86_64_PLT32` and `R_X86_64_PC32`.
  private static let callType: UInt32 = 4
  private static let referenceType: UInt32 = 2
}
