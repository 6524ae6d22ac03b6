#define _GNU_SOURCE
#include "process/sandbox.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "process/file_rules.h"
#include "process/system_calls.h"
#include "rt_abi.h"

/// The largest file there is: an image of stable memory, or a record of a message that changed all
/// of it, with some room for what a record has beside pages.
static const rlim_t file_bytes_max = RT_STABLE_MAXIMUM_PAGES * RT_WASM_PAGE_BYTES +
                                     UINT64_C(1024) * 1024 * 1024;

static bool lower(int resource, rlim_t most) {
  struct rlimit limit;
  if (getrlimit(resource, &limit) != 0) return false;
  if (limit.rlim_cur <= most && limit.rlim_max <= most) return true;
  if (limit.rlim_cur > most) limit.rlim_cur = most;
  if (limit.rlim_max > most) limit.rlim_max = most;
  return setrlimit(resource, &limit) == 0;
}

bool rt_sandbox_limit(void) {
  // A dump would have the memories of a canister, wherever the system puts dumps.
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && lower(RLIMIT_CORE, 0) &&
         lower(RLIMIT_FSIZE, file_bytes_max);
}

/// Leaves of all files only those in the directory.
static bool confine_files(int directory) {
  if (!rt_file_rules_exist()) return true;
  int rules = rt_file_rules_create();
  bool done = rules >= 0 &&
              (directory < 0 || rt_file_rules_allow(rules, directory, rt_access_state)) &&
              rt_file_rules_apply(rules);
  if (rules >= 0) close(rules);
  return done;
}

bool rt_sandbox_enter(int directory, rt_error *error) {
  rt_stage stage = directory < 0 ? rt_stage_running_without_files : rt_stage_running;
  if (RT_IS_SANITIZED ||
      (rt_sandbox_limit() && confine_files(directory) && rt_system_calls_restrict(stage))) {
    return true;
  }
  return rt_error_set_errno(error, "the process can't be confined (--no-sandbox does without)");
}
