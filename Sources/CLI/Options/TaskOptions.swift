import ArgumentParser

/// The option of commands that let time pass for a canister.
struct TaskOptions: ParsableArguments {
  @Flag(help: "Leave out what the passing time brings: a timer that is due, and a heartbeat.")
  var noTasks = false
}
