// A record of the journal: all that one commit changes, in a form that tells whether it is
// complete. The file of the metadata and a handover (README.md) have one record each.
//
// Integers are little-endian. A head (`rt_record_head`), the metadata (`rt_metadata_encode`)
// padded with zeros to 8 bytes, any number of runs (three words: memory, offset, size; and the
// bytes), a word that ends the runs, and the checksum of all before it.
#ifndef RT_RECORD_H
#define RT_RECORD_H

#include "base/error.h"
#include "memory/region.h"
#include "state/metadata.h"

typedef enum rt_memory_kind { rt_memory_heap, rt_memory_stable, rt_memory_count } rt_memory_kind;

typedef struct rt_record_head {
  uint64_t magic;
  /// The state's generation once the record is applied; a handover has that which it was made in.
  uint64_t generation;
  uint64_t memory_bytes[rt_memory_count];
  /// Bit i: memory i begins with zeros instead of what was there.
  uint64_t restarted_memories;
  uint64_t metadata_bytes;
} rt_record_head;

/// What a record is made of, or what was found of one.
typedef struct rt_record {
  rt_record_head head;
  /// Where it begins and ends in its file.
  uint64_t start;
  uint64_t end;
} rt_record;

/// What a record begins with.
extern const uint64_t rt_record_magic;

/// Writes a record from `start` on; sets its `end`. Memories whose region is null are left out, and
/// all of them if `regions` is null.
bool rt_record_write(int file, rt_record *record, const rt_metadata *metadata,
                     const rt_region *const *regions, const rt_ranges *const *changed);

/// Whether there is a complete record at `start`; sets the rest. If the file can't be read, the
/// reason is in `errno`, which is 0 otherwise.
bool rt_record_check(int file, rt_record *record);

/// Reads the metadata of a complete record.
bool rt_record_metadata(int file, const rt_record *record, rt_metadata *metadata, const char *name,
                        rt_error *error);

/// Gives each run of a complete record to `apply`, in pieces, until that returns false.
bool rt_record_for_each_run(int file, const rt_record *record,
                            bool (*apply)(void *context, rt_memory_kind memory, uint64_t offset,
                                          const uint8_t *bytes, size_t size),
                            void *context);

#endif
