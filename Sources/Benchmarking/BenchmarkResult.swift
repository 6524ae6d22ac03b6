/// What one benchmark measured: the whole, and the scopes that it names in itself.
package struct BenchmarkResult: Hashable, Sendable {
  package var total: Measurement
  package var scopes: [Name: Measurement]

  package init(total: Measurement, scopes: [Name: Measurement] = [:]) {
    self.total = total
    self.scopes = scopes
  }
}
