// What is committed, but for the memories: the images have them.
#include "base/error.h"
#include "execution/canister.h"

bool rt_canister_status(rt_canister *canister, rt_status *status, rt_error *error) {
  const rt_metadata *committed = &canister->state.committed;
  if (canister->is_broken || canister->is_pending) {
    return rt_error_set(error, "a message is neither committed nor rolled back");
  }
  *status = (rt_status){.heap_pages = committed->heap_bytes / RT_WASM_PAGE_BYTES,
                        .stable_pages = committed->stable_bytes / RT_WASM_PAGE_BYTES,
                        .is_installed = canister->is_of_this_module,
                        .version = committed->version,
                        .global_timer = committed->global_timer,
                        .certified_data = {committed->certified_data,
                                           committed->certified_data_size},
                        .globals = {committed->globals.bytes, committed->globals.size}};
  return true;
}
