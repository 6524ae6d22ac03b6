// What is known of a canister beside its memories: the content of `metadata.json`.
#ifndef RT_METADATA_H
#define RT_METADATA_H

#include "buffer.h"
#include "error.h"

#define RT_CERTIFIED_DATA_BYTES_MAX 32

/// Before the bytes of each global in `rt_metadata.globals`.
typedef struct rt_global_head {
  uint32_t index;
  /// The type's code in the binary format.
  uint8_t value_type;
  uint8_t size;
} __attribute__((packed)) rt_global_head;

typedef struct rt_metadata {
  bool is_installed;
  /// How many times the state was committed; tells which records of the journal are news.
  uint64_t generation;
  /// The identity of the module that the state belongs to.
  rt_buffer module;
  uint64_t address_bytes;
  /// Whether that module keeps its linear memory at upgrades.
  bool has_enhanced_persistence;
  uint64_t heap_bytes;
  uint64_t stable_bytes;
  uint64_t version;
  /// 0 if off.
  uint64_t global_timer;
  uint8_t certified_data[RT_CERTIFIED_DATA_BYTES_MAX];
  uint8_t certified_data_size;
  /// Every mutable global: its head and its bytes.
  rt_buffer globals;
} rt_metadata;

/// Appends the JSON text.
void rt_metadata_print(const rt_metadata *metadata, rt_buffer *json);

/// Reads JSON text, which may be anything at all. On failure the metadata is of no use but can
/// be freed. `name` stands for the file in the error.
bool rt_metadata_parse(rt_metadata *metadata, const uint8_t *json, size_t size, const char *name,
                       rt_error *error);

void rt_metadata_copy(rt_metadata *to, const rt_metadata *from);
void rt_metadata_free(rt_metadata *metadata);

#endif
