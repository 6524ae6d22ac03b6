/// Finds the name that a misspelt one was probably meant to be.
package enum Suggestion {
  /// The name that is closest to a mistaken one, if one is close enough.
  package static func best(for name: String, among names: some Sequence<String>) -> String? {
    let limit = max(1, (name.count + 1) / 3)
    let found = names.map { ($0, distance(name.lowercased(), $0.lowercased())) }
      .filter { $0.1 <= limit }
    return found.min { $0.1 < $1.1 }?.0
  }

  /// How many letters must be changed, put in or left out (Levenshtein).
  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (index, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let change = diagonal + (right[column] == letter ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(change, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[right.count]
  }
}
