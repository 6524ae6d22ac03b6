// System API: who and where the canister is, and when (Interface Specification, "Canister
// self-identification" and the sections after it).
#include "execution/instructions.h"
#include "system_api/host.h"

uint64_t ic0_canister_self_size(void) {
  return rt_begin(rt_row_canister_self_size, 0)->environment.own_id.size;
}

void ic0_canister_self_copy(uint64_t dst, uint64_t offset, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_canister_self_copy, size);
  const rt_principal *id = &canister->environment.own_id;
  rt_copy_out(canister, rt_row_canister_self_copy, dst, offset, size, "id", id->bytes, id->size);
}

uint64_t ic0_subnet_self_size(void) {
  return rt_begin(rt_row_subnet_self_size, 0)->environment.subnet_id.size;
}

void ic0_subnet_self_copy(uint64_t dst, uint64_t offset, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_subnet_self_copy, size);
  const rt_principal *id = &canister->environment.subnet_id;
  rt_copy_out(canister, rt_row_subnet_self_copy, dst, offset, size, "id", id->bytes, id->size);
}

uint32_t ic0_canister_status(void) {
  return rt_begin(rt_row_canister_status, 0)->environment.status;
}

uint64_t ic0_canister_version(void) {
  return rt_begin(rt_row_canister_version, 0)->metadata.version;
}

uint32_t ic0_is_controller(uint64_t src, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_is_controller, size);
  rt_principal principal;
  const uint8_t *bytes = rt_require_heap(canister, "ic0.is_controller", src, size);
  if (!rt_principal_from_bytes(&principal, bytes, (size_t)size)) {
    rt_begin_failure(canister, rt_execution_error_invalid_principal);
    rt_leave(rt_exit_failure);
  }
  return rt_is_controller(&canister->environment, &principal);
}

uint32_t ic0_in_replicated_execution(void) {
  rt_canister *canister = rt_begin(rt_row_in_replicated_execution, 0);
  const rt_context replicated = rt_context_start | rt_context_initialization |
                                rt_context_pre_upgrade | rt_context_update |
                                rt_context_replicated_query | rt_context_reply_callback |
                                rt_context_reject_callback | rt_context_cleanup |
                                rt_context_system_task;
  return (canister->running.context & replicated) != 0;
}

uint64_t ic0_time(void) { return rt_begin(rt_row_time, 0)->running.message->time_nanoseconds; }

uint64_t ic0_global_timer_set(uint64_t timestamp) {
  rt_canister *canister = rt_begin(rt_row_global_timer_set, 0);
  uint64_t previous = canister->metadata.global_timer;
  canister->metadata.global_timer = timestamp;
  canister->running.is_timer_set = true;
  return previous;
}

/// What earlier executions of the call context have used: only callbacks have any.
static uint64_t earlier_instructions(const rt_canister *canister) {
  bool is_callback = canister->running.entry >= rt_entry_reply_callback;
  return is_callback ? canister->running.message->instructions_before : 0;
}

uint64_t ic0_performance_counter(uint32_t type) {
  rt_canister *canister = rt_begin(rt_row_performance_counter, 0);
  uint64_t used = rt_instructions_used_by_execution(canister);
  switch (type) {
    case 0: return used;
    case 1: return used + earlier_instructions(canister);
    default: rt_violate(canister, "Error getting performance counter type %u", type);
  }
}

/// What stands for the network's public key where there is no network: the DER encoding of a
/// BLS12-381 key (its header is that of every such key) of all zeros.
static const uint8_t no_root_key[133] = {
    0x30, 0x81, 0x82, 0x30, 0x1D, 0x06, 0x0D, 0x2B, 0x06, 0x01, 0x04, 0x01, 0x82,
    0xDC, 0x7C, 0x05, 0x03, 0x01, 0x02, 0x01, 0x06, 0x0C, 0x2B, 0x06, 0x01, 0x04,
    0x01, 0x82, 0xDC, 0x7C, 0x05, 0x03, 0x02, 0x01, 0x03, 0x61, 0x00};

static rt_bytes root_key(const rt_canister *canister) {
  const rt_buffer *key = &canister->environment.root_key;
  return key->size == 0 ? (rt_bytes){no_root_key, sizeof no_root_key}
                        : (rt_bytes){key->bytes, key->size};
}

uint64_t ic0_root_key_size(void) { return root_key(rt_begin(rt_row_root_key_size, 0)).size; }

void ic0_root_key_copy(uint64_t dst, uint64_t offset, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_root_key_copy, size);
  rt_bytes key = root_key(canister);
  rt_copy_out(canister, rt_row_root_key_copy, dst, offset, size, "bytes", key.bytes, key.size);
}
