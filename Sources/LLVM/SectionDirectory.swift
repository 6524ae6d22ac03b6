/// Where the sections of data of loaded objects lie, in the order of the objects.
final class SectionDirectory {
  private var sections: [String: [UnsafeRawBufferPointer]] = [:]

  func add(_ section: UnsafeRawBufferPointer, named name: String) {
    sections[name, default: []].append(section)
  }

  func sections(named name: String) -> [UnsafeRawBufferPointer] { sections[name] ?? [] }
}
