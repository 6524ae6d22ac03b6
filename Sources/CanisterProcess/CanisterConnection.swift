package import Engines

/// One running canister at the other end of the serve protocol.
///
/// The subnet knows canisters only by this: which engine is inside, it can't tell, and tests put a
/// canister of their own there.
package protocol CanisterConnection: AnyObject {
  /// Sends requests, all at once, and waits for the answer to each: as many responses.
  ///
  /// After an error the canister is lost: it answers no further request.
  func respond(to requests: [Request]) throws(ConnectionError) -> [Response]

  /// Ends the canister's process. Changes that were not committed are lost.
  ///
  /// It may be given the time to leave complete files behind, as others can read them; without,
  /// they are such that the next process can complete them.
  func end(completesState: Bool)

  /// What ends the process if it is executing something, by any thread at any time: none of that
  /// has an effect, and whoever waits for the response gets an error that is an interruption.
  var interruption: @Sendable () -> Void { get }
}

extension CanisterConnection {
  /// Sends a request and waits for what is answered.
  package func respond(to request: Request) throws(ConnectionError) -> Response {
    try respond(to: [request])[0]
  }
}

/// Starts programs that speak the serve protocol, for any thread.
package protocol CanisterLauncher: Sendable {
  /// Starts the program with its state in the given folder, which exists.
  func launch(
    _ program: CanisterProgram, state: StateFolder
  ) throws(ConnectionError) -> any CanisterConnection
}
