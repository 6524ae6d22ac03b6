/// The table of an object with the function of each instruction.
///
/// LLVM writes it for debuggers, into a section that is no part of the program. The runtime reads
/// it to tell the functions of a trap (`code_map.h`); so it is made a part of it.
package enum LineTable {
  /// The name of the section in programs.
  package static let loadedSection = "debug_line"

  /// Has the section `.debug_line` of an ELF object loaded with the program, by its new name: the
  /// linker gives symbols to the ends of sections whose names are words of C.
  package static func load(in object: inout [UInt8]) {
    var file = ElfFile(object)
    file.shortenName(ofSections: ".\(loadedSection)", settingFlags: loaded | retained)
    object = file.bytes
  }

  /// SHF_ALLOC, and SHF_GNU_RETAIN: linkers leave out what nothing refers to.
  private static let loaded: UInt64 = 0x2
  private static let retained: UInt64 = 0x20_0000
}
