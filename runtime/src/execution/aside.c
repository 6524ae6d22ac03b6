#include "execution/aside.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "execution/canister.h"
#include "state/globals.h"

struct rt_aside {
  struct rt_aside *below;
  uint64_t sizes[rt_memory_count];
  /// Which bytes of each memory were changed, and these bytes one after the other.
  rt_ranges changed[rt_memory_count];
  rt_buffer bytes[rt_memory_count];
  rt_buffer globals;
};

void rt_aside_push(rt_aside **top, rt_canister *canister) {
  rt_aside *aside = calloc(1, sizeof *aside);
  if (aside == NULL) rt_fatal("out of memory");
  for (int i = 0; i < rt_memory_count; i++) {
    const rt_region *region = &canister->regions[i];
    const rt_ranges *changed = &canister->changed[i];
    aside->sizes[i] = *region->size_bytes;
    for (size_t j = 0; j < changed->count; j++) {
      rt_range range = changed->items[j];
      rt_ranges_append(&aside->changed[i], range.start, range.size);
      rt_buffer_append(&aside->bytes[i], region->base + range.start, range.size);
    }
  }
  rt_globals_save(canister->module, &aside->globals);
  aside->below = *top;
  *top = aside;
}

bool rt_aside_apply(const rt_aside *aside, rt_canister *canister, rt_error *error) {
  for (int i = 0; i < rt_memory_count; i++) {
    rt_region *region = &canister->regions[i];
    if (!rt_region_grow(region, aside->sizes[i])) {
      return rt_error_set_errno(error, "the canister's %s can't be grown again", region->name);
    }
    const uint8_t *from = aside->bytes[i].bytes;
    for (size_t j = 0; j < aside->changed[i].count; j++) {
      rt_range range = aside->changed[i].items[j];
      memcpy(region->base + range.start, from, range.size);
      if (i == rt_memory_stable) {
        rt_ranges_append(&canister->written_stable, range.start, range.size);
      }
      from += range.size;
    }
  }
  return rt_globals_restore(canister->module, &aside->globals);
}

void rt_aside_drop(rt_aside **top) {
  rt_aside *aside = *top;
  *top = aside->below;
  for (int i = 0; i < rt_memory_count; i++) {
    rt_ranges_free(&aside->changed[i]);
    rt_buffer_free(&aside->bytes[i]);
  }
  rt_buffer_free(&aside->globals);
  free(aside);
}
