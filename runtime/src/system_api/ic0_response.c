// System API: answering the call (Interface Specification, "Responding").
//
// What is left of the call's cycles goes back to the caller only when the execution is over: as on
// the replica, and other than the specification says, it stays available until then.
#include "base/utf8.h"
#include "system_api/host.h"

static const uint64_t replicated_response_bytes_max = UINT64_C(2) * 1024 * 1024;
static const uint64_t query_response_bytes_max = UINT64_C(3) * 1024 * 1024;

static uint64_t response_bytes_max(const rt_canister *canister) {
  const rt_context queries = rt_context_non_replicated_query | rt_context_transform_query |
                             rt_context_composite_query;
  return (canister->running.context & queries) != 0 ? query_response_bytes_max
                                                    : replicated_response_bytes_max;
}

static bool is_answered(const rt_canister *canister) {
  return canister->running.message->is_answered ||
         canister->running.result != rt_result_no_response;
}

void ic0_msg_reply_data_append(uint64_t src, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_msg_reply_data_append, size);
  if (is_answered(canister)) {
    rt_violate(canister, "ic0.msg_reply_data_append: the call is already replied.");
  }
  rt_buffer *reply = &canister->running.response;
  uint64_t most = response_bytes_max(canister);
  uint64_t total = size > UINT64_MAX - reply->size ? UINT64_MAX : reply->size + size;
  if (total > most) {
    rt_violate(canister,
               "ic0.msg_reply_data_append: application payload size (%llu) cannot be larger than "
               "%llu.",
               (unsigned long long)total, (unsigned long long)most);
  }
  const uint8_t *bytes = rt_require_heap(canister, "msg.reply", src, size);
  rt_buffer_append(reply, bytes, (size_t)size);
}

void ic0_msg_reply(void) {
  rt_canister *canister = rt_begin(rt_row_msg_reply, 0);
  if (is_answered(canister)) {
    rt_violate(canister, "ic0.msg_reply: the call is already replied");
  }
  canister->running.result = rt_result_reply;
}

void ic0_msg_reject(uint64_t src, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_msg_reject, size);
  if (is_answered(canister)) {
    rt_violate(canister, "ic0.msg_reject: the call is already replied");
  }
  uint64_t most = response_bytes_max(canister);
  if (size > most) {
    rt_violate(canister,
               "ic0.msg_reject: application payload size (%llu) cannot be larger than %llu.",
               (unsigned long long)size, (unsigned long long)most);
  }
  const uint8_t *bytes = rt_require_heap(canister, "ic0.msg_reject", src, size);
  if (!rt_utf8_is_valid(bytes, (size_t)size)) {
    rt_violate(canister, "ic0.msg_reject: invalid UTF-8 string provided");
  }
  rt_buffer_clear(&canister->running.response);
  rt_buffer_append(&canister->running.response, bytes, (size_t)size);
  canister->running.result = rt_result_reject;
}
