import Charts

/// A picture of the calls between functions and their costs: callees stand above their callers,
/// from left to right in the order of time, with widths proportional to cost.
package struct FlameChart {
  /// A call of a function.
  package struct Call {
    let name: String
    /// The number of the call in which this one was made; nil for the outermost.
    let caller: Int?
    /// Without that of the calls in it.
    let cost: UInt64

    package init(name: String, caller: Int?, cost: UInt64) {
      self.name = name
      self.caller = caller
      self.cost = cost
    }
  }

  private let title: String
  private let unit: String
  private let boxes: [Box]

  private struct Box {
    let name: String
    let level: Int
    var start: UInt64
    var cost: UInt64
  }

  private static let width = 1200.0
  private static let margin = 10.0
  private static let rowHeight = 16.0
  private static let headHeight = 40.0
  /// Narrower boxes can't be seen.
  private static let narrowest = 0.1
  /// About the width of a character.
  private static let characterWidth = 6.6

  /// The chart of calls, of which each comes after its caller.
  package init(title: String, unit: String, calls: [Call]) {
    self.title = title
    self.unit = unit
    var boxes = calls.map { call in Box(name: call.name, level: 0, start: 0, cost: call.cost) }
    for index in calls.indices.reversed() {
      if let caller = calls[index].caller { boxes[caller].cost &+= boxes[index].cost }
    }
    // Where the next call in each begins; what a call costs itself comes last.
    var next: [UInt64] = []
    var end: UInt64 = 0
    for index in calls.indices {
      let caller = calls[index].caller
      let start = caller.map { next[$0] } ?? end
      let level = caller.map { boxes[$0].level + 1 } ?? 0
      boxes[index] = Box(
        name: boxes[index].name, level: level, start: start, cost: boxes[index].cost)
      next.append(start)
      if let caller { next[caller] &+= boxes[index].cost } else { end &+= boxes[index].cost }
    }
    self.boxes = boxes
  }

  /// What all calls together cost.
  package var total: UInt64 {
    boxes.filter { $0.level == 0 }.reduce(0) { $0 &+ $1.cost }
  }

  /// The picture as a file of its own.
  package var svg: String {
    let rows = (boxes.map(\.level).max() ?? 0) + 1
    let height = Self.headHeight + Double(rows) * Self.rowHeight + Self.margin
    let scale = (Self.width - 2 * Self.margin) / Double(max(total, 1))
    let heading = Markup.element(
      "text",
      ["x": Markup.number(Self.width / 2), "y": "24", "text-anchor": "middle", "font-size": "17"],
      Markup.escape(title))
    let visible = boxes.filter { Double($0.cost) * scale >= Self.narrowest }
    let content = visible.map { group($0, scale: scale, height: height) }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" width="\(Markup.number(Self.width))" \
      height="\(Markup.number(height))" viewBox="0 0 \(Markup.number(Self.width)) \
      \(Markup.number(height))" font-family="monospace" font-size="11">
      <rect width="100%" height="100%" fill="#fdf9f0"/>
      \(heading)
      \(content.joined(separator: "\n"))
      </svg>

      """
  }

  private func group(_ box: Box, scale: Double, height: Double) -> String {
    let x = Self.margin + Double(box.start) * scale
    let y = height - Self.margin - Double(box.level + 1) * Self.rowHeight
    let width = Double(box.cost) * scale
    let share = Markup.number(100 * Double(box.cost) / Double(max(total, 1)))
    let words = "\(box.name) (\(box.cost) \(unit), \(share)%)"
    let rectangle = Markup.element(
      "rect",
      [
        "x": "\(Self.hundredths(x))", "y": Markup.number(y),
        "width": "\(Self.hundredths(width))", "height": Markup.number(Self.rowHeight - 1),
        "rx": "1", "fill": Self.color(box.name),
      ])
    let room = Int((width - 4) / Self.characterWidth)
    let label =
      room < 3
      ? ""
      : Markup.element(
        "text",
        ["x": "\(Self.hundredths(x + 3))", "y": Markup.number(y + Self.rowHeight - 5)],
        Markup.escape(
          box.name.count <= room ? box.name : box.name.prefix(room - 2) + ".."))
    return Markup.element(
      "g", [:], Markup.element("title", [:], Markup.escape(words)) + rectangle + label)
  }

  private static func hundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  /// A warm color, the same for the same name.
  private static func color(_ name: String) -> String {
    var hash: UInt32 = 2_166_136_261
    for byte in name.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return "rgb(\(205 + hash % 50),\(90 + hash / 64 % 110),\(30 + hash / 4096 % 50))"
  }
}
