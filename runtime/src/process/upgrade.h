// The old module's part in an upgrade, in a process of its own.
#ifndef RT_UPGRADE_H
#define RT_UPGRADE_H

#include <sys/types.h>

#include "rt_buffer.h"
#include "rt_canister.h"

/// The process of the old module, which waits to hear how the upgrade ended.
typedef struct rt_predecessor {
  pid_t process;
  int input;
  int output;
  rt_buffer frame;
} rt_predecessor;

/// Starts the old executable and has it run a message with `hold`. False if that could not be
/// done; what the canister did wrong is in the outcome.
bool rt_predecessor_start(rt_predecessor *predecessor, const char *executable,
                          const rt_options *options, const rt_message *message,
                          rt_outcome *outcome, rt_error *error);

/// Ends the process; tells it to go back to its state unless the upgrade has succeeded. All
/// else must have let go of the state.
bool rt_predecessor_end(rt_predecessor *predecessor, bool is_upgraded, rt_error *error);

#endif
