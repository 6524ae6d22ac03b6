#include "execution/freezing.h"


rt_cycles rt_freezing_limit(const rt_canister *canister, rt_growth growth) {
  const rt_environment *environment = &canister->environment;
  rt_resources resources = environment->resources;
  resources.memory_bytes += rt_the_instance.memory_size_bytes + rt_the_instance.stable_size_bytes +
                            growth.memory_bytes;
  resources.message_memory_bytes +=
      canister->running.message_memory_bytes + growth.message_memory_bytes;
  rt_cycles limit = rt_cycles_of(rt_cost_for_seconds(environment->pricing, &resources,
                                                     environment->freezing_threshold_seconds));
  return limit > environment->reserved ? limit - environment->reserved : 0;
}

rt_cycles rt_liquid_balance(const rt_canister *canister) {
  rt_cycles balance = canister->running.balance;
  rt_cycles limit = rt_freezing_limit(canister, (rt_growth){0});
  return balance > limit ? balance - limit : 0;
}

bool rt_is_growth_limited(const rt_canister *canister) {
  return (canister->running.context & (rt_context_update | rt_context_system_task)) != 0;
}

/// Appends an amount in decimal digits, with an underscore before each three of them.
static void print_cycles(rt_buffer *text, rt_cycles cycles) {
  char digits[52];
  size_t start = sizeof digits;
  for (int count = 0; count == 0 || cycles != 0; count++, cycles /= 10) {
    if (count != 0 && count % 3 == 0) digits[--start] = '_';
    digits[--start] = (char)('0' + (int)(cycles % 10));
  }
  rt_buffer_append(text, digits + start, sizeof digits - start);
}

void rt_fail_growth(rt_canister *canister, uint64_t memory_bytes, rt_cycles limit) {
  rt_failure *failure = &canister->failure;
  rt_failure_begin(failure, rt_execution_error_too_few_cycles_to_grow);
  rt_buffer_print(&failure->subject, "%llu", (unsigned long long)memory_bytes);
  // Others are not told the balance.
  if (!rt_is_controller(&canister->environment, &canister->running.caller)) return;
  rt_buffer_append_text(&failure->detail, " At least ");
  print_cycles(&failure->detail, limit - canister->running.balance);
  rt_buffer_append_text(&failure->detail, " additional cycles are required.");
}
