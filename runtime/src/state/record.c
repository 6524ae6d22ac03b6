#include "state/record.h"

#include <errno.h>
#include <string.h>

#include "base/file.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "The formats of files are those of a little-endian machine's memory."
#endif

const uint64_t rt_record_magic = UINT64_C(0x34304C4E524A5354);  // "TSJRNL04"
static const uint64_t end_of_runs = UINT64_C(0xFFFFFFFFFFFFFFFF);
static const uint64_t metadata_bytes_max = UINT64_C(16) * 1024 * 1024;

typedef struct run_head {
  uint64_t memory;
  uint64_t offset;
  uint64_t size;
} run_head;

enum { stage_bytes = 64 * 1024 };

/// A file read or written in sequence, with the checksum of what has passed. What is written waits
/// in the stage until there is much of it: a small record is one write.
typedef struct stream {
  int file;
  uint64_t offset;
  uint64_t checksum;
  uint8_t *stage;
  size_t staged;
} stream;

/// Mixes whole words in; sizes are multiples of 8. Detects torn records, not forged ones.
static void add_to_checksum(stream *stream, const void *bytes, size_t size) {
  uint64_t sum = stream->checksum;
  for (size_t i = 0; i < size; i += 8) {
    uint64_t word;
    memcpy(&word, (const uint8_t *)bytes + i, 8);
    sum = (sum ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    sum ^= sum >> 29;
  }
  stream->checksum = sum;
}

static bool write_out(stream *stream, const void *bytes, size_t size) {
  if (!rt_file_write(stream->file, bytes, size, stream->offset)) return false;
  stream->offset += size;
  return true;
}

static bool flush(stream *stream) {
  size_t size = stream->staged;
  stream->staged = 0;
  return write_out(stream, stream->stage, size);
}

static bool put(stream *stream, const void *bytes, size_t size) {
  add_to_checksum(stream, bytes, size);
  if (size > stage_bytes - stream->staged && !flush(stream)) return false;
  if (size > stage_bytes) return write_out(stream, bytes, size);
  memcpy(stream->stage + stream->staged, bytes, size);
  stream->staged += size;
  return true;
}

static bool get(stream *stream, void *bytes, size_t size) {
  if (!rt_file_read(stream->file, bytes, size, stream->offset)) return false;
  add_to_checksum(stream, bytes, size);
  stream->offset += size;
  return true;
}

static uint64_t padded(uint64_t size) { return (size + 7) & ~UINT64_C(7); }

bool rt_record_write(int file, rt_record *record, const rt_metadata *metadata,
                     const rt_region *const *regions, const rt_ranges *const *changed) {
  rt_buffer encoded = {0};
  rt_metadata_encode(metadata, &encoded);
  record->head.magic = rt_record_magic;
  record->head.metadata_bytes = encoded.size;
  memset(rt_buffer_extend(&encoded, padded(encoded.size) - encoded.size), 0,
         padded(encoded.size) - (size_t)record->head.metadata_bytes);
  uint8_t stage[stage_bytes];
  stream stream = {.file = file, .offset = record->start, .stage = stage};
  bool done = put(&stream, &record->head, sizeof record->head) &&
              put(&stream, encoded.bytes, encoded.size);
  rt_buffer_free(&encoded);
  for (int memory = 0; memory < rt_memory_count && done; memory++) {
    if (regions == NULL || regions[memory] == NULL) continue;
    for (size_t i = 0; i < changed[memory]->count && done; i++) {
      rt_range range = changed[memory]->items[i];
      run_head head = {.memory = (uint64_t)memory, .offset = range.start, .size = range.size};
      done = put(&stream, &head, sizeof head) &&
             put(&stream, regions[memory]->base + range.start, range.size);
    }
  }
  done = done && put(&stream, &end_of_runs, sizeof end_of_runs);
  uint64_t checksum = stream.checksum;
  done = done && put(&stream, &checksum, sizeof checksum) && flush(&stream);
  record->end = stream.offset;
  return done;
}

static bool is_plausible(const rt_record_head *head) {
  return head->magic == rt_record_magic && head->metadata_bytes <= metadata_bytes_max &&
         head->memory_bytes[rt_memory_heap] <= RT_MEMORY_RESERVATION_BYTES &&
         head->memory_bytes[rt_memory_stable] <= RT_STABLE_RESERVATION_BYTES;
}

/// Reads runs up to their end; those that lie outside of their memory are no runs of ours.
static bool read_runs(stream *stream, const rt_record_head *head,
                      bool (*apply)(void *context, rt_memory_kind memory, uint64_t offset,
                                    const uint8_t *bytes, size_t size),
                      void *context) {
  uint8_t stage[stage_bytes];
  for (;;) {
    run_head run;
    if (!get(stream, &run.memory, sizeof run.memory)) return false;
    if (run.memory == end_of_runs) return true;
    if (run.memory >= rt_memory_count ||
        !get(stream, (uint8_t *)&run + sizeof run.memory, sizeof run - sizeof run.memory)) {
      return false;
    }
    uint64_t limit = head->memory_bytes[run.memory];
    if (run.size % 8 != 0 || run.size > limit || run.offset > limit - run.size) return false;
    while (run.size != 0) {
      size_t size = run.size < stage_bytes ? (size_t)run.size : stage_bytes;
      if (!get(stream, stage, size)) return false;
      if (apply != NULL && !apply(context, (rt_memory_kind)run.memory, run.offset, stage, size)) {
        return false;
      }
      run.offset += size;
      run.size -= size;
    }
  }
}

bool rt_record_check(int file, rt_record *record) {
  errno = 0;
  stream stream = {.file = file, .offset = record->start};
  if (!get(&stream, &record->head, sizeof record->head) || !is_plausible(&record->head)) {
    return false;
  }
  uint8_t stage[512];
  for (uint64_t left = padded(record->head.metadata_bytes); left != 0;) {
    size_t size = left < sizeof stage ? (size_t)left : sizeof stage;
    if (!get(&stream, stage, size)) return false;
    left -= size;
  }
  if (!read_runs(&stream, &record->head, NULL, NULL)) return false;
  uint64_t expected = stream.checksum, found;
  if (!get(&stream, &found, sizeof found)) return false;
  record->end = stream.offset;
  return found == expected;
}

bool rt_record_metadata(int file, const rt_record *record, rt_metadata *metadata, const char *name,
                        rt_error *error) {
  rt_buffer encoded = {0};
  size_t size = (size_t)record->head.metadata_bytes;
  bool done = rt_file_read(file, rt_buffer_extend(&encoded, size), size,
                           record->start + sizeof record->head);
  if (!done) {
    rt_error_set_errno(error, "%s can't be read", name);
  } else if (!rt_metadata_decode(metadata, encoded.bytes, size)) {
    done = rt_error_set(error, "%s is damaged", name);
  }
  rt_buffer_free(&encoded);
  return done;
}

bool rt_record_for_each_run(int file, const rt_record *record,
                            bool (*apply)(void *context, rt_memory_kind memory, uint64_t offset,
                                          const uint8_t *bytes, size_t size),
                            void *context) {
  stream stream = {.file = file,
                   .offset = record->start + sizeof record->head +
                             padded(record->head.metadata_bytes)};
  return read_runs(&stream, &record->head, apply, context);
}
