package import Instrumentation
package import LLVM
package import Lowering

extension OptimizationLevel {
  /// The level at which code is compiled for which so much may be done.
  package func limited(to effort: CompilationEffort) -> OptimizationLevel {
    switch effort {
    case .full: self
    case .least: .none
    }
  }

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
  /// The loads of Wasm arrive volatile, and the code generator gets them so. In between they are
  /// plain, unless the module `isStrict`: then they never are, and stores become volatile, too. All
  /// that came before a fault has happened then, and nothing that comes after it: charges in
  /// memory, too. And each fault is told of the function that has the load. The code is slower.
  package func optimize(
    _ module: LLVM.Module, on machine: borrowing TargetMachine, isStrict: Bool = false
  ) {
    if self != .none {
      machine.run(passes: "function(mem2reg)", on: module)
      module.relaxNaNs()
      module.exemptCrowdedFunctions()
    }
    if isStrict { module.keepStores() }
    machine.run(passes: simplification, on: module)
    // What was inlined may make crowds, too.
    if self != .none { module.exemptCrowdedFunctions() }
    let relaxes = self != .none && !isStrict
    if relaxes { module.relaxLoads() }
    let comparesLoops = module.largestLoopCount <= Self.comparedLoopCount
    if let passes = mainPasses(comparesLoops) { machine.run(passes: passes, on: module) }
    if relaxes { module.releaseLoads() }
    if comparesLoops, let passes = vectorPasses {
      machine.run(passes: passes, on: module)
      TargetMachine.withoutMasks.run(passes: Self.unmasking, on: module)
    }
    if relaxes { module.holdLoads() }
    if let passes = finalPasses(comparesLoops) { machine.run(passes: passes, on: module) }
    module.keepAccessesWhole(masksLanes: machine.masksLanes)
    if isStrict && self != .none { module.keepLoadsApart() }
    module.orderStoresOfLongBlocks()
  }

  /// What runs while loads are volatile, in LLVM's language.
  private var simplification: String {
    switch self {
    case .none: "always-inline,globaldce"
    case .less:
      "always-inline,globalopt,function(sroa,early-cse<memssa>,simplifycfg,"
        + "\(Self.combine),simplifycfg),globaldce"
    case .standard, .aggressive: Self.inlining
    }
  }

  /// What runs when loads are plain and have keepers.
  ///
  /// Nothing here may change what a function does by looking at its callers: a load whose value is
  /// only returned counts as needed. So LLVM's own pipelines can't be used whole.
  private func mainPasses(_ comparesLoops: Bool) -> String? {
    let unswitch = self == .standard ? "" : "<nontrivial>"
    return switch self {
    case .none: nil
    case .less: "function(early-cse<memssa>,\(Self.combine))"
    case .standard, .aggressive:
      Self.functionPasses(
        unswitch: "simple-loop-unswitch\(unswitch)",
        loops: comparesLoops ? "loop(loop-idiom,indvars,loop-deletion,loop-unroll-full)," : "")
    }
  }

  /// How many loops of a function may be compared with the condition of each branch before them.
  ///
  /// 500 in a row take `indvars` alone 5 s. The ledger's functions have up to 41.
  private static let comparedLoopCount = 150

  /// What runs when loads are plain and have lost their keepers, without which no loop would become
  /// one of vectors.
  ///
  /// It must keep each load whose value something needs, where that is executed.
  private var vectorPasses: String? {
    switch self {
    case .none, .less: nil
    case .standard, .aggressive: "function(loop-vectorize)"
    }
  }

  /// Makes loads of some lanes, which can't be volatile, loads of one lane each.
  ///
  /// They come of loops that load on a condition, or by addresses that lie apart.
  private static let unmasking = "function(scalarize-masked-mem-intrin)"

  /// What runs when loads are volatile again.
  private func finalPasses(_ comparesLoops: Bool) -> String? {
    switch self {
    case .none, .less: nil
    case .standard where !comparesLoops, .aggressive where !comparesLoops:
      "function(loop-mssa(licm),simplifycfg<sink-common-insts>),globaldce"
    case .standard: Self.unrolling("loop-unroll")
    case .aggressive: Self.unrolling("loop-unroll<O3>")
    }
  }

  /// Inlining pays most, since Wasm's producers can't inline the System API.
  private static let inlining = """
    always-inline,globalopt,ipsccp,\
    cgscc(inline,function-attrs,function(sroa,early-cse<memssa>,simplifycfg,\(combine))),\
    globalopt,globaldce,\
    function(jump-threading,correlated-propagation,simplifycfg)
    """

  /// The passes over functions, of which LLVM's own pipelines have more.
  ///
  /// Wasm has been optimised before, so most of what those do is done already: on a module of
  /// 850 KB, this takes half the time of `O3`, and the code is as fast. Straight-line code is not
  /// made into vectors (`slp-vectorizer`): of the kernels of `make bench`, n bodies got 40 %
  /// slower by it, and none faster.
  private static func functionPasses(unswitch: String, loops: String) -> String {
    """
    function(sroa,early-cse<memssa>,jump-threading,correlated-propagation,simplifycfg,\(combine),\
    reassociate,loop-mssa(loop-simplifycfg,loop-rotate,licm,\(unswitch)),\
    simplifycfg,\(combine),\(loops)sroa,\
    gvn,sccp,bdce,\(combine),dse,loop-mssa(licm),simplifycfg)
    """
  }

  private static func unrolling(_ unroll: String) -> String {
    """
    function(\(combine),\(unroll),\(combine),loop-mssa(licm),\
    simplifycfg<sink-common-insts>),globaldce
    """
  }

  /// Without its own check that a second run would change nothing, which is for LLVM's testers.
  private static let combine = "instcombine<no-verify-fixpoint>"
}
