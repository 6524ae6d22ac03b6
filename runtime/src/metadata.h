// What is known of a canister beside its memories: the content of `metadata.json`.
//
// That file has the form of a snapshot's, as dfx, icp and PocketIC download and upload them, with a
// member `tinsmith` for what these do not know. Without that member it is somebody else's snapshot;
// who takes one up adds a member `module_hash`, the SHA-256 of the module that it belongs to.
#ifndef RT_METADATA_H
#define RT_METADATA_H

#include "buffer.h"
#include "error.h"

#define RT_CERTIFIED_DATA_BYTES_MAX 32
/// A chunk of a chunk store is named by its SHA-256.
#define RT_CHUNK_HASH_BYTES 32

/// Before the bytes of each global in `rt_metadata.globals`.
typedef struct rt_global_head {
  uint32_t index;
  /// The type's code in the binary format.
  uint8_t value_type;
  uint8_t size;
} __attribute__((packed)) rt_global_head;

/// The index of a global of somebody else's snapshot, which only tells the order.
#define RT_GLOBAL_INDEX_UNKNOWN UINT32_MAX

/// Whether the canister was told that little is left of its heap, as snapshots know it. We only
/// hand it on.
typedef enum rt_hook_status {
  rt_hook_status_condition_not_satisfied,
  rt_hook_status_ready,
  rt_hook_status_executed,
  /// The snapshot does not say.
  rt_hook_status_absent,
  rt_hook_status_count
} rt_hook_status;

typedef struct rt_metadata {
  bool is_installed;
  /// Somebody else wrote the snapshot.
  bool is_foreign;
  /// How many times the state was committed; tells which records of the journal are news.
  uint64_t generation;
  /// The identity of the module that the state belongs to; empty if nobody has told it.
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
  /// The globals that a snapshot lists, in its order: of each its head and its bytes.
  rt_buffer globals;
  /// The hashes of the chunks in the snapshot's store, 32 bytes each, which we only hand on.
  rt_buffer chunk_hashes;
  uint64_t hook_status;
  /// The size of the snapshot's module beside it, 0 if it is not there, and when it was taken.
  uint64_t module_bytes;
  uint64_t taken_at_nanoseconds;
} rt_metadata;

/// Appends all of it in the encoding of the serve protocol, for the journal.
void rt_metadata_encode(const rt_metadata *metadata, rt_buffer *bytes);

/// Reads what the other function wrote; false for anything else.
bool rt_metadata_decode(rt_metadata *metadata, const uint8_t *bytes, size_t size);

/// A number that tells whether something has changed, but for what others change when they hand
/// the snapshot on: the version, and the module's size beside it.
uint64_t rt_metadata_checksum(const rt_metadata *metadata);

/// Whether the memories could have these sizes.
bool rt_metadata_is_plausible(const rt_metadata *metadata);

/// Appends the JSON text.
void rt_metadata_print(const rt_metadata *metadata, rt_buffer *json);

/// Reads JSON text, which may be anything at all. On failure the metadata is of no use but can
/// be freed. `name` stands for the file in the error.
bool rt_metadata_parse(rt_metadata *metadata, const uint8_t *json, size_t size, const char *name,
                       rt_error *error);

void rt_metadata_copy(rt_metadata *to, const rt_metadata *from);
void rt_metadata_free(rt_metadata *metadata);

#endif
