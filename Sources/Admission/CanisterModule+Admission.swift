import Gzip
import Validation
package import WebAssembly

/// Admission: which modules the Internet Computer would install (Interface Specification,
/// "Canister module format", and the replica's limits).
///
/// The checks run in the replica's order, since the first one to fail decides what its user
/// reads. `AdmissionError` has the sentences.
extension CanisterModule {
  /// Admits the bytes of a module, compressed or not; throws what the first failing check finds.
  ///
  /// A module may use these features of Wasm: fewer than the IC's own if the engine to come can't
  /// do all of them. Some limits are the subnet's. `enter` is told which stage begins.
  package static func admit(
    _ bytes: [UInt8], features: Features = .ic, subnet: SubnetKind = .application,
    enter: (AdmissionStage) -> Void = { _ in }
  ) throws(AdmissionError) -> CanisterModule {
    let (binary, isGzipped) = try uncompressed(bytes)
    let validated = try validate(binary, features: features, enter: enter)
    enter(.checking)
    try ImportAdmission.check(validated)
    let methods = try ExportAdmission.methods(of: validated, on: subnet)
    try DefinitionAdmission.check(validated)
    try CodeAdmission.check(validated.module)
    let metadata = try MetadataAdmission.sections(of: validated.module)
    // The replica finds this out later, when it takes the segments out of the module; and when it
    // makes an instance of it, the last.
    try DataSegmentAdmission.checkRanges(validated)
    try ImportAdmission.checkDefinitions(validated)
    return CanisterModule(
      validated: validated, subnet: subnet, methods: methods, metadata: metadata, bytes: bytes,
      isGzipped: isGzipped, uncompressedSizeBytes: binary.count)
  }

  /// Undoes one layer of gzip, if there is one.
  private static func uncompressed(
    _ bytes: [UInt8]
  ) throws(AdmissionError) -> (binary: [UInt8], isGzipped: Bool) {
    let limit = AdmissionLimits.moduleBytes
    if bytes.starts(with: [0x00, 0x61, 0x73, 0x6D]) {
      guard bytes.count <= limit else {
        throw AdmissionError(.moduleTooLarge(sizeBytes: bytes.count, limitBytes: limit))
      }
      return (bytes, false)
    }
    guard bytes.starts(with: [0x1F, 0x8B, 0x08]) else { throw AdmissionError(.unsupportedFormat) }
    do {
      return (try gunzip(bytes, limitBytes: limit), true)
    } catch {
      throw AdmissionError(.gzip(error))
    }
  }

  private static func validate(
    _ binary: [UInt8], features: Features, enter: (AdmissionStage) -> Void
  ) throws(AdmissionError) -> ValidatedModule {
    // Before decoding, which takes some thirty times the memory of the code.
    let limit = AdmissionLimits.codeSectionBytes
    if let size = codeSectionSizeBytes(of: binary), size > limit {
      throw AdmissionError(.codeSectionTooLarge(sizeBytes: size, limitBytes: limit))
    }
    enter(.decoding)
    var module: Module
    do {
      module = try ModuleDecoder(features: features).decode(binary)
    } catch {
      throw AdmissionError(.malformed(error))
    }
    module.limitMemory()
    enter(.validating)
    do {
      return try Validator.validate(module, features: features)
    } catch {
      throw AdmissionError(.invalid(error))
    }
  }
}

extension Module {
  /// Lowers the maximum of a 64-bit memory to what a canister can have.
  ///
  /// The replica does so without a word. A module that starts with more is refused later, with the
  /// size it asks for.
  fileprivate mutating func limitMemory() {
    guard let memory = memories.first, memory.addressType == .i64 else { return }
    let limit = AdmissionLimits.memoryPages(.i64)
    guard memory.limits.minimum <= limit else { return }
    memories[0].limits.maximum = min(memory.limits.maximum ?? limit, limit)
  }
}
