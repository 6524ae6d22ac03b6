// Finding fields and methods where they are kept in order: others choose how many there are.

/// A part of a record or variant.
protocol Labelled {
  var label: FieldLabel { get }
}

extension CandidType.Field: Labelled {}
extension ValueSyntax.Field: Labelled {}

extension Array where Element: Labelled {
  /// The place of the part with a label, among parts in the order of their labels' ids.
  func index(labelled label: FieldLabel) -> Int? {
    let index = firstIndex(pastAll: { $0.label.id < label.id })
    return index < endIndex && self[index].label == label ? index : nil
  }

  /// The part itself.
  func part(labelled label: FieldLabel) -> Element? {
    index(labelled: label).map { self[$0] }
  }
}

extension [CandidType.Method] {
  /// The method with a name, among methods in the order of their names' bytes.
  func method(named name: String) -> CandidType.Method? {
    let index = firstIndex(pastAll: { $0.name.utf8.lexicographicallyPrecedes(name.utf8) })
    guard index < endIndex, self[index].name.utf8.elementsEqual(name.utf8) else { return nil }
    return self[index]
  }
}

extension Array {
  /// The place of the first element that no longer comes before something, in a sorted array.
  fileprivate func firstIndex(pastAll isBefore: (Element) -> Bool) -> Int {
    var range = 0..<count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range = isBefore(self[middle]) ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }
}
