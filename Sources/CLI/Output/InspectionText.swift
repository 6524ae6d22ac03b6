import Admission

/// An inspection for people to read.
struct InspectionText {
  private let inspection: Inspection
  private let name: String

  init(_ inspection: Inspection, name: String) {
    self.inspection = inspection
    self.name = name
  }

  /// The report, with a line feed at its end.
  var text: String {
    var report = Report()
    report.heading(name)
    report.field("size", sizes)
    report.field("module hash", "0x\(inspection.hash)")
    report.field("canister", inspection.problem.map { "no: \($0)" } ?? "yes")
    describeMemories(&report)
    describeCounts(&report)

    report.list("Update methods", inspection.methods.update)
    report.list("Query methods", inspection.methods.query)
    report.list("Composite query methods", inspection.methods.compositeQuery)
    report.list("Entry points of the system", inspection.methods.system)
    report.list("Other exports", inspection.otherExports)
    report.list("Imports", inspection.imports)
    report.table("Sections", inspection.sections.map { ($0.name, Self.bytes($0.sizeBytes)) })
    report.table(
      "Custom sections", inspection.customSections.map { ($0.name, Self.bytes($0.sizeBytes)) })
    if let candid = inspection.candid {
      report.list("Interface (Candid)", candid.split(separator: "\n").map(String.init))
    }
    return report.text
  }

  private var sizes: String {
    let size = Self.bytes(inspection.sizeBytes)
    return inspection.isGzipped
      ? "\(size), gzip of \(Self.bytes(inspection.uncompressedSizeBytes))" : size
  }

  private func describeMemories(_ report: inout Report) {
    for memory in inspection.memories {
      let maximum = memory.maximum.map { " to \(Self.grouped($0))" } ?? " or more"
      report.field(
        "memory", "\(Self.grouped(memory.minimum))\(maximum) pages, \(memory.addressType)")
    }
    for table in inspection.tables {
      let maximum = table.maximum.map { " to \(Self.grouped($0))" } ?? " or more"
      report.field("table", "\(Self.grouped(table.minimum))\(maximum) elements")
    }
  }

  private func describeCounts(_ report: inout Report) {
    let counts = inspection.counts
    report.field(
      "functions",
      "\(Self.grouped(counts.functions)), with \(Self.grouped(counts.instructions)) instructions")
    report.field("types", Self.grouped(counts.types))
    report.field("globals", Self.grouped(counts.globals))
    report.field("data segments", Self.grouped(counts.dataSegments))
    report.field("element segments", Self.grouped(counts.elementSegments))
  }

  private static func bytes(_ count: Int) -> String { "\(grouped(count)) bytes" }

  /// Digits in groups of three.
  private static func grouped(_ number: some BinaryInteger) -> String {
    let digits = Array(String(number).reversed())
    let groups = stride(from: 0, to: digits.count, by: 3).map {
      String(digits[$0..<min($0 + 3, digits.count)].reversed())
    }
    return groups.reversed().joined(separator: "_")
  }
}

/// Lines of text with headings.
private struct Report {
  private(set) var text = ""

  mutating func heading(_ title: String) {
    if !text.isEmpty { text += "\n" }
    text += Terminal.standardOutput.style(title, .bold) + "\n"
  }

  mutating func field(_ name: String, _ value: String) {
    text += "  " + name.padded(to: 18) + value + "\n"
  }

  /// A heading and lines, or nothing if there are none.
  mutating func list(_ title: String, _ lines: [String]) {
    guard !lines.isEmpty else { return }
    heading(title)
    for line in lines { text += "  \(line)\n" }
  }

  /// A heading and two columns, or nothing if there are no rows.
  mutating func table(_ title: String, _ rows: [(String, String)]) {
    let width = rows.map(\.0.count).max() ?? 0
    list(title, rows.map { $0.padded(to: width + 2) + $1 })
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
