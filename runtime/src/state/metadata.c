#include "state/metadata.h"

#include <string.h>

#include "base/wire.h"
#include "memory/region.h"
#include "state/globals.h"

enum { flag_installed = 1, flag_foreign = 2, flag_enhanced_persistence = 4 };

void rt_metadata_encode(const rt_metadata *metadata, rt_buffer *bytes) {
  rt_wire_put_u8(bytes, (uint8_t)((metadata->is_installed ? flag_installed : 0) |
                                  (metadata->is_foreign ? flag_foreign : 0) |
                                  (metadata->has_enhanced_persistence ? flag_enhanced_persistence
                                                                      : 0)));
  rt_wire_put_u8(bytes, metadata->hook_status);
  const uint64_t numbers[] = {metadata->generation,   metadata->address_bytes,
                              metadata->heap_bytes,   metadata->stable_bytes,
                              metadata->version,      metadata->global_timer};
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    rt_wire_put_u64(bytes, numbers[i]);
  }
  rt_wire_put_bytes(bytes, (rt_bytes){metadata->certified_data, metadata->certified_data_size});
  const rt_buffer *const buffers[] = {&metadata->module, &metadata->globals,
                                      &metadata->chunk_hashes};
  for (size_t i = 0; i < sizeof buffers / sizeof buffers[0]; i++) {
    rt_wire_put_bytes(bytes, (rt_bytes){buffers[i]->bytes, buffers[i]->size});
  }
}

bool rt_metadata_decode(rt_metadata *metadata, const uint8_t *bytes, size_t size) {
  rt_metadata_free(metadata);
  rt_wire_reader reader = {.at = bytes, .left = size};
  uint8_t flags = rt_wire_u8(&reader);
  metadata->is_installed = (flags & flag_installed) != 0;
  metadata->is_foreign = (flags & flag_foreign) != 0;
  metadata->has_enhanced_persistence = (flags & flag_enhanced_persistence) != 0;
  metadata->hook_status = (rt_hook_status)rt_wire_u8(&reader);
  uint64_t *const numbers[] = {&metadata->generation,   &metadata->address_bytes,
                               &metadata->heap_bytes,   &metadata->stable_bytes,
                               &metadata->version,      &metadata->global_timer};
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    *numbers[i] = rt_wire_u64(&reader);
  }
  rt_bytes certified_data = rt_wire_bytes(&reader);
  if (certified_data.size > RT_CERTIFIED_DATA_BYTES_MAX) return false;
  metadata->certified_data_size = (uint8_t)certified_data.size;
  if (certified_data.size != 0) {
    memcpy(metadata->certified_data, certified_data.bytes, certified_data.size);
  }
  rt_buffer *const buffers[] = {&metadata->module, &metadata->globals, &metadata->chunk_hashes};
  for (size_t i = 0; i < sizeof buffers / sizeof buffers[0]; i++) {
    rt_bytes content = rt_wire_bytes(&reader);
    rt_buffer_append(buffers[i], content.bytes, content.size);
  }
  return !reader.has_failed && reader.left == 0 && rt_metadata_is_plausible(metadata);
}

bool rt_metadata_is_plausible(const rt_metadata *metadata) {
  return metadata->heap_bytes % RT_WASM_PAGE_BYTES == 0 &&
         metadata->heap_bytes < RT_MEMORY_RESERVATION_BYTES &&
         metadata->stable_bytes % RT_WASM_PAGE_BYTES == 0 &&
         metadata->stable_bytes <= RT_STABLE_MAXIMUM_PAGES * RT_WASM_PAGE_BYTES &&
         rt_globals_are_whole(&metadata->globals) &&
         metadata->certified_data_size <= RT_CERTIFIED_DATA_BYTES_MAX &&
         metadata->chunk_hashes.size % RT_CHUNK_HASH_BYTES == 0 &&
         (unsigned)metadata->hook_status < RT_HOOK_STATUS_COUNT;
}

void rt_metadata_copy(rt_metadata *to, const rt_metadata *from) {
  rt_buffer module = to->module, globals = to->globals, chunk_hashes = to->chunk_hashes;
  *to = *from;
  to->module = module;
  to->globals = globals;
  to->chunk_hashes = chunk_hashes;
  rt_buffer *const copies[] = {&to->module, &to->globals, &to->chunk_hashes};
  const rt_buffer *const originals[] = {&from->module, &from->globals, &from->chunk_hashes};
  for (size_t i = 0; i < sizeof copies / sizeof copies[0]; i++) {
    rt_buffer_clear(copies[i]);
    rt_buffer_append(copies[i], originals[i]->bytes, originals[i]->size);
  }
}

void rt_metadata_free(rt_metadata *metadata) {
  rt_buffer_free(&metadata->module);
  rt_buffer_free(&metadata->globals);
  rt_buffer_free(&metadata->chunk_hashes);
  *metadata = (rt_metadata){0};
}
