// What is known of a canister's state beside its memories, and the file of a state folder that
// keeps it.
//
// The runtime that has a state reads and writes the file by itself. Others read what is committed
// beside it, or write the file of a state that no process has.
#ifndef RT_METADATA_H
#define RT_METADATA_H

#include "rt_buffer.h"
#include "rt_canister.h"

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

/// The index of a global in another program's snapshot, which only has the order.
#define RT_GLOBAL_INDEX_UNKNOWN UINT32_MAX

/// Whether the canister was told that little is left of its heap, as snapshots know it. The runtime
/// only hands it on.
typedef enum __attribute__((enum_extensibility(closed))) rt_hook_status : uint8_t {
  rt_hook_status_condition_not_satisfied,
  rt_hook_status_ready,
  rt_hook_status_executed,
  /// Not known.
  rt_hook_status_absent,
} rt_hook_status;
#define RT_HOOK_STATUS_COUNT 4

/// All zeros is a state before any installation. Its owner frees it.
typedef struct rt_metadata {
  bool is_installed;
  /// The globals are those of another program's snapshot, which tells neither their indexes nor the
  /// size of an address.
  bool is_foreign;
  /// How many times the state was committed; tells which records of the journal are news.
  uint64_t generation;
  /// The identity of the module that the state belongs to: its SHA-256 in hexadecimal digits, or
  /// who compiled it. Empty if it is not known.
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
  /// The hashes of the chunks in the snapshot's store, 32 bytes each. The runtime only hands them
  /// on.
  rt_buffer chunk_hashes;
  rt_hook_status hook_status;
} rt_metadata;

/// Reads what is committed in a state folder, even while a process uses it: takes no lock, and
/// changes nothing. Where there is no folder, nothing is installed. The metadata has to be empty
/// before, and to be freed after a failure, too.
bool rt_metadata_read(const char *directory, rt_metadata *metadata, rt_error *error);

/// Replaces the metadata of a state that no process has: atomically, but without a look at the
/// memories, whose files must have the sizes that it says, or at the journal, which must be empty.
/// What no state could have is refused.
bool rt_metadata_write(const char *directory, const rt_metadata *metadata, rt_error *error);

void rt_metadata_copy(rt_metadata *to, const rt_metadata *from);
void rt_metadata_free(rt_metadata *metadata);

#endif
