extension String {
  /// The text with blanks behind it.
  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  /// The text with blanks before it.
  func paddingBefore(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
