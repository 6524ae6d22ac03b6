internal import CLLVM
import Glibc

/// The memory of one object's sections: writable while it is linked, then executable or not.
final class CodeMemory {
  private struct Section {
    let start: UnsafeMutableRawPointer
    let sizeBytes: Int
    /// What it becomes when linking is done.
    let protection: Int32
  }

  private var sections: [Section] = []
  private let directory: SectionDirectory

  private init(_ directory: SectionDirectory) { self.directory = directory }

  deinit {
    for section in sections { LowMemory.unmap(section.start, sizeBytes: section.sizeBytes) }
  }

  /// Makes room for a section; pages are aligned enough for any.
  func allocate(sizeBytes: Int, protection: Int32) -> UnsafeMutablePointer<UInt8>? {
    guard let start = LowMemory.map(sizeBytes: sizeBytes) else { return nil }
    sections.append(Section(start: start, sizeBytes: sizeBytes, protection: protection))
    return start.assumingMemoryBound(to: UInt8.self)
  }

  /// Gives each section its protection; false if the system refuses.
  func protect() -> Bool {
    sections.allSatisfy { section in
      let sizeBytes = LowMemory.roundedUp(section.sizeBytes)
      if section.protection & PROT_EXEC != 0 {
        let start = section.start.assumingMemoryBound(to: CChar.self)
        tinsmith_clear_instruction_cache(start, start + section.sizeBytes)
      }
      return mprotect(section.start, sizeBytes, section.protection) == 0
    }
  }

  /// An object layer of LLVM's: each object has a memory of its own, which goes with the layer.
  ///
  /// `directory` gets to know the sections of data, and must last as long as the layer.
  static func makeLayer(
    _ session: LLVMOrcExecutionSessionRef?, _ directory: UnsafeMutableRawPointer?
  ) -> LLVMOrcObjectLayerRef? {
    LLVMOrcCreateRTDyldObjectLinkingLayerWithMCJITMemoryManagerLikeCallbacks(
      session, directory,
      { directory in
        guard let directory else { preconditionFailure("LLVM has lost its context") }
        let memory = CodeMemory(
          Unmanaged<SectionDirectory>.fromOpaque(directory).takeUnretainedValue())
        return Unmanaged.passRetained(memory).toOpaque()
      },
      { _ in },
      { context, size, _, _, _ in
        CodeMemory.at(context).allocate(sizeBytes: Int(size), protection: PROT_READ | PROT_EXEC)
      },
      { context, size, _, _, name, isReadOnly in
        let memory = CodeMemory.at(context)
        let start = memory.allocate(
          sizeBytes: Int(size), protection: isReadOnly != 0 ? PROT_READ : PROT_READ | PROT_WRITE)
        if let start, let name {
          memory.directory.add(
            UnsafeRawBufferPointer(start: start, count: Int(size)), named: String(cString: name))
        }
        return start
      },
      { context, _ in CodeMemory.at(context).protect() ? 0 : 1 },
      { context in CodeMemory.reference(context).release() })
  }

  private static func at(_ context: UnsafeMutableRawPointer?) -> CodeMemory {
    reference(context).takeUnretainedValue()
  }

  private static func reference(_ context: UnsafeMutableRawPointer?) -> Unmanaged<CodeMemory> {
    guard let context else { preconditionFailure("LLVM has lost its context") }
    return Unmanaged<CodeMemory>.fromOpaque(context)
  }
}
