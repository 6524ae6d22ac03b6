#include "execution/instructions.h"

#include <string.h>

#include "execution/transaction.h"

static const uint64_t limit_update = UINT64_C(40000000000);
static const uint64_t limit_query = UINT64_C(5000000000);
static const uint64_t limit_installation = UINT64_C(300000000000);
static const uint64_t limit_inspection = UINT64_C(200000000);
/// What is held back of a callback's limit for the cleanup that may follow.
static const int64_t cleanup_percent = 5;

/// The costs of a page of 4 KiB: of a stable page that is written for the first time, and of a
/// heap page that has changed, by the width of the canister's addresses.
static const uint64_t stable_page_cost = 1000;
static const uint64_t heap_page_cost_32 = 1000;
static const uint64_t heap_page_cost_64 = 4000;
/// The cost to the memory tracker of a page of 64 KiB, which it sees as 16 of 4 KiB.
static const uint64_t tracked_page_cost = 16 * 5000;

/// The canister's log keeps so many bytes; a record takes its content and its head.
static const uint64_t log_bytes = 4096;
static const uint64_t log_head_bytes = 40;

static bool is_metered(const rt_canister *canister) { return canister->module->is_metered != 0; }

uint64_t rt_default_instruction_limit(rt_entry entry, bool is_composite) {
  switch (entry) {
    case rt_entry_install:
    case rt_entry_reinstall:
    case rt_entry_pre_upgrade:
    case rt_entry_post_upgrade: return limit_installation;
    case rt_entry_replicated_query:
    case rt_entry_query:
    case rt_entry_composite_query: return limit_query;
    case rt_entry_inspect_message: return limit_inspection;
    case rt_entry_update:
    case rt_entry_heartbeat:
    case rt_entry_global_timer:
    case rt_entry_on_low_wasm_memory: return limit_update;
    case rt_entry_reply_callback:
    case rt_entry_reject_callback:
    case rt_entry_cleanup: return is_composite ? limit_query : limit_update;
  }
  return limit_update;
}

static int64_t limit_of(const rt_canister *canister) {
  const rt_message *message = canister->running.message;
  uint64_t chosen = canister->environment.instruction_limit;
  if (chosen == 0) chosen = canister->instruction_limit;
  if (chosen == 0) chosen = rt_default_instruction_limit(message->entry, message->is_composite);
  int64_t limit = chosen > INT64_MAX ? INT64_MAX : (int64_t)chosen;
  int64_t held_back = limit / 100 * cleanup_percent + limit % 100 * cleanup_percent / 100;
  switch (message->entry) {
    case rt_entry_reply_callback:
    case rt_entry_reject_callback: return limit - held_back;
    case rt_entry_cleanup: return held_back;
    default: return limit;
  }
}

void rt_instructions_begin_message(rt_canister *canister) {
  rt_running *running = &canister->running;
  running->instruction_limit = is_metered(canister) ? limit_of(canister) : INT64_MAX;
  int64_t left = running->instruction_limit;
  // An upgrade's executions, in two processes, have one limit in common.
  uint64_t before = running->message->instructions_before;
  if (running->entry == rt_entry_post_upgrade) {
    left = before < (uint64_t)left ? left - (int64_t)before : 0;
  }
  running->instructions_at_message = left;
  running->instructions_at_execution = left;
  rt_the_instance.instructions_left = left;
}

bool rt_tracks_pages(const rt_canister *canister) { return canister->module->tracks_pages != 0; }

/// Whether heap pages are paid for at the end of an execution.
static bool pays_at_end(const rt_canister *canister) {
  return is_metered(canister) && !rt_tracks_pages(canister);
}

bool rt_tracks_writes(rt_entry entry) {
  return entry != rt_entry_replicated_query && entry != rt_entry_query &&
         entry != rt_entry_inspect_message;
}

/// Remembers pages that differ from the image already before an execution: those that an
/// installation has filled, or a composite query before its callback.
static bool remember_heap(rt_canister *canister, rt_error *error) {
  rt_page_snapshot *snapshot = &canister->heap_before;
  rt_ranges_clear(&snapshot->pages);
  rt_buffer_clear(&snapshot->content);
  if (!rt_is_installation(canister->running.entry) && canister->aside == NULL) return true;
  const rt_region *heap = &canister->regions[rt_memory_heap];
  if (!rt_region_touched(heap, &snapshot->pages, error)) return false;
  for (size_t i = 0; i < snapshot->pages.count; i++) {
    rt_range range = snapshot->pages.items[i];
    rt_buffer_append(&snapshot->content, heap->base + range.start, (size_t)range.size);
  }
  return true;
}

/// How many pages have other content than before the execution; `changed` are those that differ
/// from the image.
static uint64_t count_changed_pages(const rt_region *heap, const rt_ranges *changed,
                                    const rt_page_snapshot *before) {
  uint64_t count = rt_ranges_bytes(changed) / RT_PAGE_BYTES;
  const uint8_t *content = before->content.bytes;
  size_t next = 0;
  for (size_t i = 0; i < before->pages.count; i++) {
    uint64_t end = before->pages.items[i].start + before->pages.items[i].size;
    for (uint64_t page = before->pages.items[i].start; page < end; page += RT_PAGE_BYTES) {
      while (next < changed->count &&
             changed->items[next].start + changed->items[next].size <= page) {
        next++;
      }
      // What the image has does not matter for a page that had other content before.
      bool is_counted = next < changed->count && changed->items[next].start <= page;
      bool differs = memcmp(heap->base + page, content, RT_PAGE_BYTES) != 0;
      count += differs;
      count -= is_counted;
      content += RT_PAGE_BYTES;
    }
  }
  return count;
}

bool rt_instructions_begin_execution(rt_canister *canister, rt_error *error) {
  rt_running *running = &canister->running;
  running->instructions_at_execution = rt_the_instance.instructions_left;
  running->log_bytes_left = log_bytes;
  running->has_heap_changes = false;
  return !pays_at_end(canister) || remember_heap(canister, error);
}

bool rt_instructions_end_execution(rt_canister *canister, rt_error *error) {
  if (!pays_at_end(canister) || !rt_tracks_writes(canister->running.entry)) return true;
  if (!rt_transaction_list_heap_changes(canister, error)) return false;
  uint64_t pages =
      count_changed_pages(&canister->regions[rt_memory_heap], &canister->changed[rt_memory_heap],
                          &canister->heap_before);
  uint64_t cost =
      pages * (canister->module->address_size == 8 ? heap_page_cost_64 : heap_page_cost_32);
  int64_t *left = &rt_the_instance.instructions_left;
  // One that has come to its limit stays there.
  if (*left >= 0) *left = cost < (uint64_t)*left ? *left - (int64_t)cost : 0;
  return true;
}

void rt_instructions_charge(rt_canister *canister, uint64_t count) {
  if (!is_metered(canister)) return;
  int64_t *left = &rt_the_instance.instructions_left;
  if (*left < 0 || count > (uint64_t)*left) {
    *left = -1;
    rt_raise(rt_trap_instruction_limit);
  }
  *left -= (int64_t)count;
}

/// What a record of the log costs: by the byte of what the log can hold, and more for what has
/// room without old records making way.
static uint64_t log_cost(rt_canister *canister, uint64_t size) {
  uint64_t *free_bytes = &canister->running.log_bytes_left;
  uint64_t kept = size < log_bytes ? size : log_bytes;
  uint64_t cost = 2 * kept + 50 * (size < *free_bytes ? size : *free_bytes);
  uint64_t content_max = log_bytes - log_head_bytes;
  uint64_t record = (size < content_max ? size : content_max) + log_head_bytes;
  *free_bytes -= record < *free_bytes ? record : *free_bytes;
  return cost;
}

void rt_instructions_charge_call(rt_canister *canister, const rt_ic0_function *function,
                                 uint64_t charged_bytes) {
  uint64_t cost;
  if (function->is_wrapping) {
    cost = function->cost + charged_bytes * function->cost_per_byte;
  } else if (__builtin_mul_overflow(charged_bytes, function->cost_per_byte, &cost) ||
             __builtin_add_overflow(cost, function->cost, &cost)) {
    cost = UINT64_MAX;
  }
  if (function->is_logging) {
    uint64_t log = log_cost(canister, charged_bytes);
    if (__builtin_add_overflow(cost, log, &cost)) cost = UINT64_MAX;
  }
  if (cost != 0) rt_instructions_charge(canister, cost);
}

void rt_instructions_charge_stable_pages(rt_canister *canister, uint64_t count) {
  if (count != 0) rt_instructions_charge(canister, count * stable_page_cost);
}

void rt_instructions_charge_tracked_pages(rt_canister *canister, uint64_t count) {
  if (!is_metered(canister)) return;
  int64_t *left = &rt_the_instance.instructions_left;
  if (__builtin_sub_overflow(*left, (int64_t)(count * tracked_page_cost), left)) {
    *left = INT64_MIN;
  }
}

static uint64_t used_since(const rt_canister *canister, int64_t start) {
  int64_t left = rt_the_instance.instructions_left;
  return is_metered(canister) ? (uint64_t)(start - (left < 0 ? 0 : left)) : 0;
}

uint64_t rt_instructions_used_by_execution(const rt_canister *canister) {
  return used_since(canister, canister->running.instructions_at_execution);
}

uint64_t rt_instructions_used(const rt_canister *canister) {
  return used_since(canister, canister->running.instructions_at_message);
}

void rt_instructions_free(rt_canister *canister) {
  rt_ranges_free(&canister->heap_before.pages);
  rt_buffer_free(&canister->heap_before.content);
}
