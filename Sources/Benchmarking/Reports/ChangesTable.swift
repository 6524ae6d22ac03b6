/// The table of all benchmarks and scopes that changed significantly.
struct ChangesTable {
  private let rows: [Row]

  private struct Row {
    let status: String
    let entry: Entry
    /// New ones come last.
    var rank: Double { entry[.instructions].percent ?? -.greatestFiniteMagnitude }
  }

  private static let header = [
    "status", "name", "calls", "ins", "ins Δ%", "HI", "HI Δ%", "SMI", "SMI Δ%",
  ]

  /// More rows than this are too many to read; the ones between both ends are left out.
  private static let maximumRows = 50

  init(_ entries: [Entry], noiseThreshold: Double) {
    let changed = entries.compactMap { entry in
      Self.status(of: entry, noiseThreshold: noiseThreshold).map { Row(status: $0, entry: entry) }
    }
    rows = changed.sorted { left, right in
      // Ties are common: ranks from zero are all infinite.
      if left.rank != right.rank { return left.rank > right.rank }
      if left.status != right.status { return Name(left.status) < Name(right.status) }
      return Name(left.entry.fullName) < Name(right.entry.fullName)
    }
  }

  var isEmpty: Bool { rows.isEmpty }

  /// Nil if nothing changed significantly.
  private static func status(of entry: Entry, noiseThreshold: Double) -> String? {
    let changes = Metric.costs.map { entry[$0].change(noiseThreshold: noiseThreshold) }
    if changes.contains(.new) { return "new" }
    let marks = [(.regressed, "+"), (Difference.Change.improved, "-")].compactMap {
      changes.contains($0) ? $1 : nil
    }
    return marks.isEmpty ? nil : marks.joined(separator: "/")
  }

  /// The lines, without line feeds at their ends.
  var lines: [String] {
    let cells = shortened(rows.map(Self.cells))
    // Widths count bytes and padding counts characters: so canbench does, and tables of the two
    // are compared.
    let widths = Self.header.indices.map { column in
      ([Self.header] + cells).map { $0[column].utf8.count }.max() ?? 0
    }
    let separator = widths.map { String(repeating: "-", count: $0 + 2) + "|" }.joined()
    return [Self.line(Self.header, widths), "|" + separator]
      + cells.map { Self.line($0, widths) }
      + [
        "",
        "ins = instructions, HI = heap_increase, SMI = stable_memory_increase, "
          + "Δ% = percent change",
      ]
  }

  private static func cells(of row: Row) -> [String] {
    let entry = row.entry
    let calls = entry.scope == nil ? "" : NumberText.compact(entry.new.calls)
    return [row.status, entry.fullName, calls]
      + Metric.costs.flatMap { metric in
        let percent = entry[metric].percent.map(NumberText.signedPercent) ?? ""
        return [NumberText.compact(entry.new[metric]), percent]
      }
  }

  private func shortened(_ rows: [[String]]) -> [[String]] {
    guard rows.count > Self.maximumRows else { return rows }
    let omitted = rows.count - Self.maximumRows
    let half = Self.maximumRows / 2
    let words = "... \(omitted) row\(omitted == 1 ? "" : "s") omitted ..."
    let gap = ["...", words] + Self.header.dropFirst(2).map { _ in "" }
    return rows.prefix(half) + [gap] + rows.suffix(Self.maximumRows - half)
  }

  /// The status is centred, the name aligned to the left, numbers to the right.
  private static func line(_ cells: [String], _ widths: [Int]) -> String {
    let padded = cells.indices.map { column -> String in
      let space = max(0, widths[column] - cells[column].unicodeScalars.count)
      let left = column == 0 ? space / 2 : column == 1 ? 0 : space
      return String(repeating: " ", count: left) + cells[column]
        + String(repeating: " ", count: space - left)
    }
    return "| " + padded.joined(separator: " | ") + " |"
  }
}
