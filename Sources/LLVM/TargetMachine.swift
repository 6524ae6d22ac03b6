internal import CLLVM

/// How hard the code generator tries.
package enum CodeGenerationLevel: Int32, Sendable {
  case none, less, `default`, aggressive

  var reference: LLVMCodeGenOptLevel {
    switch self {
    case .none: LLVMCodeGenLevelNone
    case .less: LLVMCodeGenLevelLess
    case .default: LLVMCodeGenLevelDefault
    case .aggressive: LLVMCodeGenLevelAggressive
    }
  }
}

/// The forms in which code can be emitted.
package enum CodeForm: Sendable {
  case object, assembly
}

/// A processor to generate code for: that of the host's architecture, at some level.
package struct TargetMachine: ~Copyable {
  let reference: LLVMTargetMachineRef

  /// Code for the host's architecture, to run in the low 2 GiB of addresses.
  ///
  /// Not position-independent, since x86-64 reaches a constant place in an absolute symbol
  /// relative to the instruction pointer: code must lie near the symbols and stay where it is
  /// linked. `cpu` is a name that LLVM knows, such as `x86-64-v3`; `features` adds to it or takes
  /// from it.
  package init(cpu: String, features: String = "", level: CodeGenerationLevel) {
    Self.requireNativeTarget()
    _ = Self.setsOptions
    let triple = LLVMGetDefaultTargetTriple()
    defer { LLVMDisposeMessage(triple) }
    var target: LLVMTargetRef?
    var message: UnsafeMutablePointer<CChar>?
    guard LLVMGetTargetFromTriple(triple, &target, &message) == 0,
      let machine = LLVMCreateTargetMachine(
        target, triple, cpu, features, level.reference, LLVMRelocStatic, LLVMCodeModelSmall)
    else {
      preconditionFailure("no target machine: \(message.map { String(cString: $0) } ?? "")")
    }
    reference = machine
  }

  deinit {
    LLVMDisposeTargetMachine(reference)
  }

  /// The oldest processor of the host's architecture: it can't access some lanes of a vector.
  package static var withoutMasks: TargetMachine {
    #if arch(x86_64)
      TargetMachine(cpu: "x86-64", level: .default)
    #else
      TargetMachine(cpu: "generic", level: .default)
    #endif
  }

  /// The processor this runs on, in LLVM's words.
  package static func hostProcessor() -> (cpu: String, features: String) {
    Library.require()
    let name = LLVMGetHostCPUName()
    let features = LLVMGetHostCPUFeatures()
    defer {
      LLVMDisposeMessage(name)
      LLVMDisposeMessage(features)
    }
    return (
      name.map { String(cString: $0) } ?? "", features.map { String(cString: $0) } ?? ""
    )
  }

  /// The architecture of the host, the first part of its triple.
  package static var hostArchitecture: String {
    Library.require()
    let triple = LLVMGetDefaultTargetTriple()
    defer { LLVMDisposeMessage(triple) }
    let text = triple.map { String(cString: $0) } ?? ""
    return String(text.prefix { $0 != "-" })
  }

  /// Whether instructions can access some lanes of an operand in memory, as AVX-512 does.
  package var masksLanes: Bool {
    let cpu = LLVMGetTargetMachineCPU(reference)
    let features = LLVMGetTargetMachineFeatureString(reference)
    defer {
      LLVMDisposeMessage(cpu)
      LLVMDisposeMessage(features)
    }
    return cpu.map { String(cString: $0) } == "x86-64-v4"
      || features.map { String(cString: $0) }?.contains("+avx512f") == true
  }

  /// Runs the optimiser's passes named in its own pipeline language.
  package func run(passes: String, on module: Module) {
    let options = LLVMCreatePassBuilderOptions()
    defer { LLVMDisposePassBuilderOptions(options) }
    guard let error = LLVMRunPasses(module.reference, passes, reference, options) else { return }
    let message = LLVMGetErrorMessage(error)
    preconditionFailure("pass pipeline: \(message.map { String(cString: $0) } ?? "")")
  }

  /// Generates code for the module.
  package func emit(_ module: Module, as form: CodeForm) -> [UInt8] {
    var buffer: LLVMMemoryBufferRef?
    var message: UnsafeMutablePointer<CChar>?
    let type = form == .object ? LLVMObjectFile : LLVMAssemblyFile
    let failed =
      LLVMTargetMachineEmitToMemoryBuffer(reference, module.reference, type, &message, &buffer) != 0
    guard !failed, let buffer else {
      preconditionFailure("code generation: \(message.map { String(cString: $0) } ?? "")")
    }
    defer { LLVMDisposeMemoryBuffer(buffer) }
    let start = LLVMGetBufferStart(buffer)
    return Array(UnsafeRawBufferPointer(start: start, count: LLVMGetBufferSize(buffer)))
  }

  /// Sets, once a process, the options that LLVM only has on its command line.
  private static let setsOptions: Void = {
    #if arch(x86_64)
      // A conditional move always loads its operand. A branch in its place would skip that.
      "-x86-cmov-converter-force-mem-operand=false".withCString { option in
        "tinsmith".withCString { program in
          LLVMParseCommandLineOptions(2, [program, option], nil)
        }
      }
    #endif
  }()

  /// Makes the host's architecture known to LLVM, unless that was done.
  static func requireNativeTarget() { _ = initializesNativeTarget }

  /// Enters the host's architecture in LLVM's list of targets, once a process: nothing guards that
  /// list, and a thread that searches it while another adds to it does not find its target.
  private static let initializesNativeTarget: Void = {
    Library.require()
    #if arch(x86_64)
      LLVMInitializeX86TargetInfo()
      LLVMInitializeX86Target()
      LLVMInitializeX86TargetMC()
      LLVMInitializeX86AsmPrinter()
    #elseif arch(arm64)
      LLVMInitializeAArch64TargetInfo()
      LLVMInitializeAArch64Target()
      LLVMInitializeAArch64TargetMC()
      LLVMInitializeAArch64AsmPrinter()
    #else
      #error("x86-64 and AArch64 only")
    #endif
  }()
}
