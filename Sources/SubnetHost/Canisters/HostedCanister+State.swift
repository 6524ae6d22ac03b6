import CanisterProcess
import Engines

/// Another state coming to a canister.
extension HostedCanister {
  /// Puts a state in the place of the canister's; false if the code does not go on with it.
  ///
  /// Then, and if it fails, the canister is as it was.
  func replaceState(
    by program: CanisterProgram, _ identity: String,
    restore: (StateFolder) throws(StateError) -> Void
  ) throws(SubnetError) -> Bool {
    try use { (code) throws(SubnetError) in
      end(&code, completesState: true)
      let old = code
      do throws(SubnetError) {
        do throws(StateError) {
          try folder.setAside()
          try restore(folder)
        } catch {
          throw SubnetError.notStored(error)
        }
        code = Code(program: program, identity: identity)
        let process = try process(of: &code)
        let isInstalled = try status(of: process, in: &code).isInstalled
        if isInstalled {
          folder.dropAside()
        } else {
          end(&code, completesState: false)
          code = old
          folder.putBack()
        }
        return isInstalled
      } catch {
        end(&code, completesState: false)
        code = old
        folder.putBack()
        throw error
      }
    }
  }
}
