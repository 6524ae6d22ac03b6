package import WebAssembly

/// A module that validation has accepted.
package struct ValidatedModule: Sendable {
  package let module: Module

  package init(module: Module) { self.module = module }
}
