import ArgumentParser

/// The option of commands that let time pass for a canister.
struct TaskOptions: ParsableArguments {
  @Flag(help: "Run neither timers that are due nor heartbeats.")
  var noTasks = false
}
