import WebAssembly

/// The rules for custom sections whose names begin with `icp:`; the others are ignored.
enum MetadataAdmission {
  static func sections(of module: Module) throws(AdmissionError) -> [MetadataSection] {
    var sections: [MetadataSection] = []
    var names: Set<[UInt8]> = []
    var sizeBytes = 0
    for custom in module.customSections where custom.name.utf8.starts(with: "icp:".utf8) {
      do throws(Kind) {
        let section = try section(custom)
        guard names.insert(section.name.bytes).inserted else {
          throw .duplicateMetadata(section.name)
        }
        sizeBytes += section.name.utf8.count + section.bytes.count
        sections.append(section)
        try checkLimits(sizeBytes: sizeBytes, count: sections.count)
      } catch {
        throw AdmissionError(error, at: .customSection(name: custom.name))
      }
    }
    return sections
  }

  private typealias Kind = AdmissionError.Kind

  private static func section(_ custom: CustomSection) throws(Kind) -> MetadataSection {
    if custom.name == "icp:public" || custom.name == "icp:private" { throw .metadataWithoutName }
    guard let (scope, name) = custom.name.splitAtFirstSpace(),
      scope == "icp:public" || scope == "icp:private"
    else { throw .metadataWithoutScope(custom.name) }
    return MetadataSection(name: name, isPublic: scope == "icp:public", bytes: custom.bytes)
  }

  private static func checkLimits(sizeBytes: Int, count: Int) throws(Kind) {
    if sizeBytes > AdmissionLimits.metadataBytes {
      throw .metadataTooLarge(sizeBytes: sizeBytes, limitBytes: AdmissionLimits.metadataBytes)
    }
    if count > AdmissionLimits.metadataSections {
      throw .tooManyMetadataSections(count: count, limit: AdmissionLimits.metadataSections)
    }
  }
}
