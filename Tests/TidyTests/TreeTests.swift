import Testing

/// The rules of the house, applied to the whole tree.
@Suite struct TreeTests {
  static let rules: [any TidyRule] = [
    ImportRule(), DependencyRule(), DeadImportRule(), FileLengthRule(), LineLengthRule(),
    FunctionLengthRule(), DocumentationRule(),
    PrintRule(), ConfinedCallRule(), MarkRule(), PublicRule(), ModuleNameRule(), DefaultRule(),
    DeadFileRule(), ReadmeRule(), FamilyRule(),
  ]

  @Test(arguments: rules.indices)
  func treeKeepsTheRule(index: Int) {
    let rule = Self.rules[index]
    let violations = rule.violations(in: .package).map(\.description)
    #expect(violations.isEmpty, "\(rule.summary):\n\(violations.joined(separator: "\n"))")
  }

  @Test func treeIsThere() {
    #expect(SourceTree.package.swiftFiles.count > 50)
    #expect(SourceTree.package["Makefile"] != nil)
  }
}
