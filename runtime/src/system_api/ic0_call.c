// System API: calls to other canisters (Interface Specification, "Inter-canister method calls").
//
// One call at a time is under construction. Performed calls are put down in the form in which the
// protocol sends them, and take effect only if the message succeeds.
#include "base/utf8.h"
#include "base/wire.h"
#include "execution/freezing.h"
#include "system_api/host.h"

static const uint64_t method_bytes_max = 20000;
static const uint64_t payload_bytes_max = UINT64_C(10) * 1024 * 1024;
static const uint32_t timeout_seconds_max = 300;
/// The most calls to one canister that may wait for their responses, since the queue in which these
/// come has a slot for each; and the most calls of a subnet.
static const uint32_t queue_slots = 500;
static const uint32_t subnet_calls_max = 1000000;
/// The memory of a subnet for messages, of which each of the IC's threads has a part; and what a
/// call takes of it at least, since the response may be as large as any: 2 MiB, and some bytes for
/// what else the IC keeps of it.
static const uint64_t message_memory_bytes = UINT64_C(15) * 1024 * 1024 * 1024;
static const uint64_t message_memory_parts = 4;
static const uint64_t largest_response_bytes = UINT64_C(2) * 1024 * 1024;
static const uint64_t message_overhead_bytes = 144;

/// Where calls cost nothing.
static const rt_context composite_contexts = rt_context_composite_query |
                                             rt_context_composite_reply_callback |
                                             rt_context_composite_reject_callback;

/// What `call_perform` returns for a call that can't be queued.
enum { queued = 0, sys_transient = 2 };

/// Gives up the call under construction, with its cycles.
static void drop_call(rt_canister *canister) {
  rt_call *call = &canister->running.call;
  if (call->is_begun) canister->running.balance += call->cycles;
  call->is_begun = false;
}

static rt_call *require_call(rt_canister *canister, const char *function) {
  if (!canister->running.call.is_begun) {
    rt_violate(canister, "%s called when no call is under construction.", function);
  }
  return &canister->running.call;
}

void ic0_call_new(uint64_t callee_src, uint64_t callee_size, uint64_t name_src, uint64_t name_size,
                  uint64_t reply_function, uint64_t reply_environment, uint64_t reject_function,
                  uint64_t reject_environment) {
  uint64_t charged =
      callee_size > UINT64_MAX - name_size ? UINT64_MAX : callee_size + name_size;
  rt_canister *canister = rt_begin(rt_row_call_new, charged);
  drop_call(canister);
  if (name_size > method_bytes_max) {
    rt_violate(canister, "Size of method_name %llu exceeds the allowed limit of %llu.",
               (unsigned long long)name_size, (unsigned long long)method_bytes_max);
  }
  const uint8_t *name = rt_require_heap(canister, "ic0.call_new method_name", name_src, name_size);
  const uint8_t *id = rt_require_heap(canister, "ic0.call_new callee_src", callee_src, callee_size);
  rt_call *call = &canister->running.call;
  rt_buffer method = call->method, payload = call->payload;
  *call = (rt_call){.is_begun = true,
                    .method = method,
                    .payload = payload,
                    .reply_function = reply_function,
                    .reply_environment = reply_environment,
                    .reject_function = reject_function,
                    .reject_environment = reject_environment};
  if (!rt_principal_from_bytes(&call->callee, id, (size_t)callee_size)) {
    rt_begin_failure(canister, rt_execution_error_invalid_principal);
    rt_leave(rt_exit_failure);
  }
  rt_buffer_clear(&call->method);
  rt_buffer_clear(&call->payload);
  rt_utf8_append_lossy(&call->method, name, (size_t)name_size);
}

void ic0_call_on_cleanup(uint64_t function, uint64_t environment) {
  rt_canister *canister = rt_begin(rt_row_call_on_cleanup, 0);
  rt_call *call = require_call(canister, "ic0.call_on_cleanup");
  if (call->has_cleanup) {
    rt_violate(canister, "ic0.call_on_cleanup can be called at most once between `ic0.call_new` and"
                         " `ic0.call_perform`");
  }
  call->has_cleanup = true;
  call->cleanup_function = function;
  call->cleanup_environment = environment;
}

void ic0_call_data_append(uint64_t src, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_call_data_append, size);
  rt_call *call = require_call(canister, "ic0.call_data_append");
  uint64_t current = call->method.size + call->payload.size;
  if (size > payload_bytes_max - current) {
    char callee[RT_PRINCIPAL_TEXT_SIZE];
    rt_principal_print(&call->callee, callee);
    rt_buffer *text =
        &rt_begin_failure(canister, rt_execution_error_contract_violated)->detail;
    rt_buffer_print(text, "Request to %s:", callee);
    rt_buffer_append(text, call->method.bytes, call->method.size);
    rt_buffer_print(text,
                    " has a payload size of %llu, which exceeds the allowed limit of %llu.",
                    (unsigned long long)(current + size), (unsigned long long)payload_bytes_max);
    rt_leave(rt_exit_failure);
  }
  const uint8_t *bytes = rt_require_heap(canister, "ic0.call_data_append", src, size);
  rt_buffer_append(&call->payload, bytes, (size_t)size);
}

void ic0_call_with_best_effort_response(uint32_t timeout_seconds) {
  rt_canister *canister = rt_begin(rt_row_call_with_best_effort_response, 0);
  rt_call *call = require_call(canister, "ic0.call_with_best_effort_response");
  if (call->has_timeout) {
    rt_violate(canister,
               "ic0_call_with_best_effort_response failed because a timeout is already set.");
  }
  call->has_timeout = true;
  call->timeout_seconds =
      timeout_seconds < timeout_seconds_max ? timeout_seconds : timeout_seconds_max;
}

static void add_cycles(rt_canister *canister, const char *function, rt_cycles amount) {
  rt_call *call = require_call(canister, function);
  if (amount > rt_liquid_balance(canister)) {
    char own_id[RT_PRINCIPAL_TEXT_SIZE];
    rt_principal_print(&canister->environment.own_id, own_id);
    rt_buffer_append_text(&rt_begin_failure(canister, rt_execution_error_out_of_cycles)->subject,
                          own_id);
    rt_leave(rt_exit_failure);
  }
  canister->running.balance -= amount;
  call->cycles += amount;
}

void ic0_call_cycles_add(uint64_t amount) {
  add_cycles(rt_begin(rt_row_call_cycles_add, 0), "ic0_call_cycles_add", amount);
}

void ic0_call_cycles_add128(uint64_t amount_high, uint64_t amount_low) {
  add_cycles(rt_begin(rt_row_call_cycles_add128, 0), "ic0_call_cycles_add128",
             rt_cycles_from(amount_high, amount_low));
}

/// Puts the calls of earlier messages into the queues, before the first one of this message.
static void fill_queues(rt_running *running) {
  if (running->has_queues) return;
  running->has_queues = true;
  const rt_message *message = running->message;
  rt_wire_reader reader = rt_wire_elements(message->queues);
  for (uint32_t i = 0; i < message->queues.count; i++) {
    rt_principal callee = {0};
    rt_bytes id = rt_wire_principal(&reader);
    rt_principal_from_bytes(&callee, id.bytes, id.size);
    uint32_t count = rt_wire_u32(&reader);
    if (count != 0) rt_call_queues_add(&running->queues, &callee, count);
  }
  uint64_t taken = message->message_memory_taken;
  if (taken == RT_MESSAGE_MEMORY_FREE) taken = 0;
  uint64_t left = taken < message_memory_bytes ? message_memory_bytes - taken : 0;
  running->message_memory_left = left / message_memory_parts;
}

/// How much of the memory for messages a call takes.
///
/// Where that is not counted, and for a call whose response may be lost, it is only the call
/// itself: something must bound what is kept here.
static uint64_t message_memory_of(const rt_message *message, const rt_call *call) {
  uint64_t size = message_overhead_bytes + call->method.size + call->payload.size;
  uint64_t response = message_overhead_bytes + largest_response_bytes;
  bool reserves = message->message_memory_taken != RT_MESSAGE_MEMORY_FREE && !call->has_timeout;
  return reserves && size < response ? response : size;
}

/// Whether the canister can pay `cost`, and for so much memory until the response has come.
static bool can_pay(const rt_canister *canister, rt_cycles cost, uint64_t memory) {
  rt_cycles balance = canister->running.balance;
  rt_cycles limit = rt_freezing_limit(canister, (rt_growth){.message_memory_bytes = memory});
  if (rt_is_growth_limited(canister) && balance < limit) return false;
  return cost == 0 || (balance > limit && balance - limit >= cost);
}

/// Takes what the call needs until its response has come; false if there is not so much.
static bool take_slot(rt_canister *canister, const rt_call *call) {
  rt_running *running = &canister->running;
  const rt_environment *environment = &canister->environment;
  fill_queues(running);
  uint64_t memory = message_memory_of(running->message, call);
  uint64_t size = call->method.size + call->payload.size;
  rt_cycles cost =
      rt_cycles_of(rt_call_cost(environment->pricing, size)) + environment->callback_prepayment;
  bool is_composite = (running->context & composite_contexts) != 0;
  if (memory > running->message_memory_left || running->call_count >= subnet_calls_max ||
      rt_call_queues_count(&running->queues, &call->callee) >= queue_slots ||
      (!is_composite && !can_pay(canister, cost, memory))) {
    return false;
  }
  if (!is_composite) running->balance -= cost;
  running->message_memory_left -= memory;
  running->message_memory_bytes += memory;
  rt_call_queues_add(&running->queues, &call->callee, 1);
  return true;
}

/// Appends a call in the form of the protocol.
static void put_call(rt_buffer *calls, const rt_call *call) {
  const rt_bytes callee = {call->callee.bytes, call->callee.size};
  const rt_bytes method = {call->method.bytes, call->method.size};
  const rt_bytes payload = {call->payload.bytes, call->payload.size};
  rt_cycles_amount cycles = rt_cycles_amount_from(call->cycles);
  uint64_t reply_function = call->reply_function, reply_environment = call->reply_environment;
  uint64_t reject_function = call->reject_function, reject_environment = call->reject_environment;
  bool has_cleanup = call->has_cleanup;
  uint64_t cleanup_function = call->cleanup_function;
  uint64_t cleanup_environment = call->cleanup_environment;
  // 0 says that there is no timeout; one of no time at all is as good as one of a second.
  uint32_t least_timeout = call->timeout_seconds == 0 ? 1 : call->timeout_seconds;
  uint32_t timeout_seconds = call->has_timeout ? least_timeout : 0;
#define RT_CALL(type, name) rt_wire_put_##type(calls, name);
#include "serve.def"
}

uint32_t ic0_call_perform(void) {
  rt_canister *canister = rt_begin(rt_row_call_perform, 0);
  rt_call *call = require_call(canister, "ic0.call_perform");
  rt_running *running = &canister->running;
  if (!take_slot(canister, call)) {
    drop_call(canister);
    return sys_transient;
  }
  put_call(&running->calls, call);
  running->call_count++;
  call->is_begun = false;
  return queued;
}
