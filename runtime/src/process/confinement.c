// Confining a process once all is open that it needs.
#include "execution/canister.h"
#include "process/sandbox.h"
#include "rt_store.h"

bool rt_canister_confine(const rt_canister *canister, const rt_options *options,
                         rt_error *error) {
  return options->is_unconfined || rt_sandbox_enter(canister->state.directory, error);
}

bool rt_store_confine(void) {
  rt_error ignored;
  return rt_sandbox_enter(-1, &ignored);
}
