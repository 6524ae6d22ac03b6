package import LLVM

/// How much the optimiser does: `-O0` to `-O3`.
package enum OptimizationLevel: Int, Sendable, CaseIterable {
  case none, less, standard, aggressive
}

extension OptimizationLevel {
  /// The effort of the code generator that goes with it.
  package var codeGeneration: CodeGenerationLevel {
    switch self {
    case .none: .none
    case .less: .less
    case .standard, .aggressive: .default
    }
  }

  /// Runs the optimiser on a lowered module.
  ///
  /// Slots become values first, so that loads that nothing needs are found and kept.
  package func optimize(_ module: LLVM.Module, on machine: borrowing TargetMachine) {
    machine.run(passes: "function(mem2reg)", on: module)
    module.preserveUnusedLoads()
    machine.run(passes: passes, on: module)
  }

  /// The pipeline in LLVM's language.
  ///
  /// Wasm has been optimised before, so most of what LLVM's own `O3` does is done already: on a
  /// module of 850 KB, `standard` takes half its time and its code is as fast. Inlining pays
  /// most, since Wasm's producers can't inline the System API.
  private var passes: String {
    switch self {
    case .none: "always-inline,globaldce"
    case .less:
      "always-inline,globalopt,function(sroa,early-cse<memssa>,simplifycfg,"
        + "instcombine<no-verify-fixpoint>,simplifycfg),globaldce"
    case .standard: Self.standardPasses
    case .aggressive: "default<O3>"
    }
  }

  private static let standardPasses = """
    always-inline,globalopt,ipsccp,\
    cgscc(inline,function-attrs,function(sroa,early-cse<memssa>,simplifycfg,\(combine))),\
    globalopt,globaldce,\
    function(sroa,early-cse<memssa>,jump-threading,correlated-propagation,simplifycfg,\(combine),\
    reassociate,loop-mssa(loop-simplifycfg,loop-rotate,licm,simple-loop-unswitch),\
    simplifycfg,\(combine),loop(loop-idiom,indvars,loop-deletion,loop-unroll-full),sroa,\
    gvn,sccp,bdce,\(combine),dse,loop-mssa(licm),simplifycfg,\
    loop-vectorize,\(combine),slp-vectorizer,loop-unroll,\(combine),loop-mssa(licm),\
    simplifycfg<sink-common-insts>),globaldce
    """

  /// Without its own check that a second run would change nothing, which is for LLVM's testers.
  private static let combine = "instcombine<no-verify-fixpoint>"
}
