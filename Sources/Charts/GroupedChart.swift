/// A chart with a group of lines for each subject of a page, one line for each series, to the right
/// of the subject's name, which is a link to its row in the page's table.
package struct GroupedChart {
  private let title: String
  private let scale: Scale
  private let groups: [Group]
  private let reference: Double?

  /// A chart; `reference` is a value with a line of its own, such as the one for no difference.
  package init(title: String, scale: Scale, groups: [Group], reference: Double? = nil) {
    self.title = title
    self.scale = scale
    self.groups = groups
    self.reference = reference
  }

  /// The lines about one subject.
  package struct Group {
    let subject: Int
    let label: String
    let lines: [Line]

    package init(subject: Int, label: String, lines: [Line]) {
      self.subject = subject
      self.label = label
      self.lines = lines
    }
  }

  /// What is shown of one series.
  package struct Line {
    let series: Int
    let bar: (value: Double, label: String)?
    let dots: [Double]
    let mark: Double?
    let tooltip: String

    /// A bar with words behind it, dots, and a mark across the line; the series sets the colour.
    package init(
      series: Int, bar: (value: Double, label: String)? = nil, dots: [Double] = [],
      mark: Double? = nil, tooltip: String
    ) {
      self.series = series
      self.bar = bar
      self.dots = dots
      self.mark = mark
      self.tooltip = tooltip
    }
  }

  private static let width = 960.0
  private static let plotStart = 210.0
  private static let plotEnd = 875.0
  private static let top = 28.0
  private static let lineHeight = 15.0
  private static let groupGap = 12.0

  /// The chart as an element of a page.
  package var html: String { Markup.element("div", ["class": "wide"], svg) }

  private var svg: String {
    let height = Self.top + groups.reduce(0) { $0 + Self.height(of: $1) }
    var content = Markup.element("title", [:], Markup.escape(title)) + axis(height)
    var y = Self.top
    for group in groups {
      content += row(group, at: y)
      y += Self.height(of: group)
    }
    return Markup.element(
      "svg",
      [
        "viewBox": "0 0 \(Markup.number(Self.width)) \(Markup.number(height + 6))", "role": "img",
      ], content)
  }

  private static func height(of group: Group) -> Double {
    Double(group.lines.count) * lineHeight + groupGap
  }

  private func x(_ value: Double) -> Double {
    Self.plotStart + scale.position(value) * (Self.plotEnd - Self.plotStart)
  }

  private func axis(_ height: Double) -> String {
    var content = ""
    for tick in scale.ticks {
      content += vertical(tick.value, height, class: "grid")
      content += text(tick.label, x(tick.value), 12, class: "tick")
    }
    if let reference { content += vertical(reference, height, class: "reference") }
    return content
  }

  private func vertical(_ value: Double, _ height: Double, class name: String) -> String {
    let place = Markup.number(x(value))
    return Markup.element(
      "line",
      ["class": name, "x1": place, "x2": place, "y1": "18", "y2": Markup.number(height)])
  }

  private func row(_ group: Group, at y: Double) -> String {
    let middle = y + Double(group.lines.count) * Self.lineHeight / 2
    let name = text(Self.shortened(group.label), Self.plotStart - 12, middle + 4, class: "name")
    var content = Markup.element("a", ["href": "#k\(group.subject)"], name)
    for (index, line) in group.lines.enumerated() {
      let top = y + Double(index) * Self.lineHeight
      let shapes = bar(line, top) + dots(line, top) + mark(line, top)
      content += Markup.element(
        "g", ["class": "s\(line.series)"],
        Markup.element("title", [:], Markup.escape(line.tooltip)) + shapes)
    }
    return Markup.element("g", ["class": "k\(group.subject)"], content)
  }

  private func bar(_ line: Line, _ top: Double) -> String {
    guard let bar = line.bar else { return "" }
    let end = x(bar.value)
    return Markup.element(
      "rect",
      [
        "x": Markup.number(Self.plotStart), "y": Markup.number(top + 1.5), "rx": "2",
        "width": Markup.number(max(1, end - Self.plotStart)),
        "height": Markup.number(Self.lineHeight - 3),
      ]) + text(bar.label, end + 6, top + Self.lineHeight - 4, class: "value")
  }

  private func dots(_ line: Line, _ top: Double) -> String {
    line.dots.map { value in
      Markup.element(
        "circle",
        [
          "cx": Markup.number(x(value)), "cy": Markup.number(top + Self.lineHeight / 2), "r": "3.2",
        ])
    }.joined()
  }

  private func mark(_ line: Line, _ top: Double) -> String {
    guard let value = line.mark else { return "" }
    let place = Markup.number(x(value))
    return Markup.element(
      "line",
      [
        "class": "mark", "x1": place, "x2": place, "y1": Markup.number(top + 1),
        "y2": Markup.number(top + Self.lineHeight - 1),
      ])
  }

  private func text(_ text: String, _ x: Double, _ y: Double, class name: String) -> String {
    Markup.element(
      "text", ["class": name, "x": Markup.number(x), "y": Markup.number(y)], Markup.escape(text))
  }

  /// What there is room for.
  private static func shortened(_ label: String) -> String {
    label.count <= 30 ? label : label.prefix(29) + "…"
  }
}
