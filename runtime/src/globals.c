#include "globals.h"

#include <string.h>

#include "metadata.h"

static rt_global_head head_of(const rt_global *global) {
  return (rt_global_head){.index = global->index,
                       .value_type = (uint8_t)global->value_type,
                       .size = (uint8_t)global->size};
}

void rt_globals_save(const rt_module *module, rt_buffer *saved) {
  rt_buffer_clear(saved);
  for (uint64_t i = 0; i < module->global_count; i++) {
    const rt_global *global = &module->globals[i];
    rt_global_head head = head_of(global);
    rt_buffer_append(saved, &head, sizeof head);
    rt_buffer_append(saved, global->address, global->size);
  }
}

bool rt_globals_restore(const rt_module *module, const rt_buffer *saved) {
  size_t at = 0;
  for (uint64_t i = 0; i < module->global_count; i++) {
    const rt_global *global = &module->globals[i];
    rt_global_head head = head_of(global), found;
    if (saved->size - at < sizeof head + global->size) return false;
    memcpy(&found, saved->bytes + at, sizeof found);
    if (found.index == RT_GLOBAL_INDEX_UNKNOWN) found.index = head.index;
    if (memcmp(&found, &head, sizeof head) != 0) return false;
    memcpy(global->address, saved->bytes + at + sizeof head, global->size);
    at += sizeof head + global->size;
  }
  return at == saved->size;
}
