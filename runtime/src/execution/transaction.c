#include "execution/transaction.h"

#include <string.h>
#include <unistd.h>

#include "state/globals.h"

/// What `rt_module.compiler` begins with, if it tells the module's SHA-256.
static const size_t hash_digits = 64;

rt_bytes rt_module_identity(const rt_module *module) {
  const char *text = module->compiler == NULL ? "" : module->compiler;
  // The same module may have been compiled by another version, or with other options.
  size_t size = strlen(text);
  if (strspn(text, "0123456789abcdef") == hash_digits) size = hash_digits;
  return (rt_bytes){.bytes = (const uint8_t *)text, .size = size};
}

bool rt_is_installation(rt_entry entry) {
  return entry == rt_entry_install || entry == rt_entry_reinstall ||
         entry == rt_entry_post_upgrade;
}

void rt_transaction_begin(rt_canister *canister) {
  for (int i = 0; i < rt_memory_count; i++) rt_region_begin(&canister->regions[i]);
  rt_ranges_clear(&canister->written_stable);
  rt_globals_save(canister->module, &canister->saved_globals);
  rt_metadata_copy(&canister->metadata, &canister->state.committed);
  if (canister->environment.has_version) {
    canister->metadata.version = canister->environment.version;
    // A new instance sees its new version; after other messages it rises.
  } else if (rt_is_installation(canister->running.entry)) {
    canister->metadata.version += 1;
  }
}

/// Whether the heap's pages are listed since the last execution: nothing writes to it after that.
static bool is_listed(const rt_canister *canister, int memory) {
  return memory == rt_memory_heap && canister->running.has_heap_changes;
}

/// Who writes to stable memory says so; to ask the system would take time for each page that there
/// is, or for each page table.
static bool find_touched(rt_canister *canister, rt_error *error) {
  rt_ranges *stable = &canister->touched[rt_memory_stable];
  rt_ranges_copy(stable, &canister->written_stable);
  rt_ranges_normalize(stable, (uint64_t)sysconf(_SC_PAGESIZE), rt_the_instance.stable_size_bytes);
  return is_listed(canister, rt_memory_heap) ||
         rt_region_touched(&canister->regions[rt_memory_heap], &canister->touched[rt_memory_heap],
                           error);
}

void rt_transaction_count_version(rt_canister *canister) {
  rt_entry entry = canister->running.entry;
  if (!canister->environment.has_version && !rt_is_installation(entry) &&
      entry != rt_entry_pre_upgrade) {
    canister->metadata.version += 1;
  }
}

bool rt_transaction_list_heap_changes(rt_canister *canister, rt_error *error) {
  const rt_region *heap = &canister->regions[rt_memory_heap];
  rt_ranges *touched = &canister->touched[rt_memory_heap];
  canister->running.has_heap_changes =
      rt_region_touched(heap, touched, error) &&
      rt_region_changed(heap, touched, &canister->changed[rt_memory_heap], error);
  return canister->running.has_heap_changes;
}

bool rt_transaction_collect(rt_canister *canister, rt_error *error) {
  if (!find_touched(canister, error)) return false;
  for (int i = 0; i < rt_memory_count; i++) {
    if (is_listed(canister, i)) continue;
    if (!rt_region_changed(&canister->regions[i], &canister->touched[i], &canister->changed[i],
                           error)) {
      return false;
    }
  }
  rt_metadata *metadata = &canister->metadata;
  metadata->is_foreign = false;
  metadata->address_bytes = canister->module->address_size;
  metadata->heap_bytes = rt_the_instance.memory_size_bytes;
  metadata->stable_bytes = rt_the_instance.stable_size_bytes;
  rt_globals_save(canister->module, &metadata->globals);
  return true;
}

uint64_t rt_transaction_pages(const rt_canister *canister, rt_memory_kind memory) {
  return rt_ranges_bytes(&canister->changed[memory]) / RT_PAGE_BYTES;
}

rt_changes rt_transaction_changes(rt_canister *canister) {
  rt_changes changes = {.metadata = &canister->metadata};
  for (int i = 0; i < rt_memory_count; i++) {
    changes.regions[i] = &canister->regions[i];
    changes.changed[i] = &canister->changed[i];
  }
  return changes;
}

static bool is_same_buffer(const rt_buffer *left, const rt_buffer *right) {
  return left->size == right->size &&
         (left->size == 0 || memcmp(left->bytes, right->bytes, left->size) == 0);
}

/// Whether there is nothing to commit.
static bool is_unchanged(const rt_canister *canister) {
  const rt_metadata *before = &canister->state.committed, *now = &canister->metadata;
  for (int i = 0; i < rt_memory_count; i++) {
    if (canister->changed[i].count != 0 || canister->regions[i].is_restarted) return false;
  }
  return before->is_installed == now->is_installed && before->version == now->version &&
         before->heap_bytes == now->heap_bytes && before->stable_bytes == now->stable_bytes &&
         before->global_timer == now->global_timer &&
         before->certified_data_size == now->certified_data_size &&
         memcmp(before->certified_data, now->certified_data, now->certified_data_size) == 0 &&
         is_same_buffer(&before->module, &now->module) &&
         is_same_buffer(&before->globals, &now->globals);
}

bool rt_transaction_commit(rt_canister *canister, rt_error *error) {
  if (!is_unchanged(canister)) {
    rt_changes changes = rt_transaction_changes(canister);
    bool is_intact;
    if (!rt_state_commit(&canister->state, &changes, &is_intact, error)) {
      rt_error ignored;
      canister->is_broken = !is_intact || !rt_transaction_rollback(canister, &ignored);
      return false;
    }
  }
  for (int i = 0; i < rt_memory_count; i++) {
    if (!rt_region_settle(&canister->regions[i], &canister->touched[i], error)) {
      canister->is_broken = true;
      return false;
    }
  }
  return true;
}

bool rt_transaction_rollback(rt_canister *canister, rt_error *error) {
  bool done = find_touched(canister, error);
  for (int i = 0; i < rt_memory_count && done; i++) {
    done = rt_region_rollback(&canister->regions[i], &canister->touched[i], error);
  }
  canister->is_broken = !done;
  return done && rt_globals_restore(canister->module, &canister->saved_globals);
}
