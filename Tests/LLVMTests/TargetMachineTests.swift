import Dispatch
import LLVM
import Testing

/// Code is generated on several threads from the first moment on.
@Suite struct TargetMachineTests {
  @Test(.timeLimit(.minutes(1))) func severalThreadsMakeTheFirstMachinesAtOnce() {
    let (cpu, features) = TargetMachine.hostProcessor()
    DispatchQueue.concurrentPerform(iterations: 64) { _ in
      _ = TargetMachine(cpu: cpu, features: features, level: .none)
    }
  }
}
