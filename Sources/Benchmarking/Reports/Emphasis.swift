/// How a piece of a report stands out where colours can be seen.
package enum Emphasis: Sendable {
  case name, newness, regression, improvement
}

/// Sets a text off, or leaves it as it is.
package typealias Highlighter = (String, Emphasis) -> String
