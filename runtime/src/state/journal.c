#include "state/journal.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"

enum {
  stage_bytes = 64 * 1024,
  /// Records begin at multiples of this.
  record_unit = 8,
  /// So many things that look like the beginning of a record are looked at more closely: a canister
  /// could have written any number of them into its memory.
  candidate_count_max = 64,
};

/// Finds the next word from `*offset` on that a record could begin with.
static bool find_magic(int journal, uint64_t *offset) {
  uint8_t stage[stage_bytes];
  struct stat information;
  if (fstat(journal, &information) != 0) return false;
  uint64_t end = (uint64_t)information.st_size / record_unit * record_unit;
  while (*offset < end) {
    size_t size = end - *offset < stage_bytes ? (size_t)(end - *offset) : stage_bytes;
    if (!rt_file_read(journal, stage, size, *offset)) return false;
    for (size_t at = 0; at < size; at += record_unit) {
      if (memcmp(stage + at, &rt_record_magic, sizeof rt_record_magic) != 0) continue;
      *offset += at;
      return true;
    }
    *offset += size;
  }
  errno = 0;
  return false;
}

bool rt_journal_next(int journal, rt_record *record) {
  record->start = record->end;
  if (rt_record_check(journal, record)) return true;
  uint64_t offset = record->start + record_unit;
  for (int i = 0; errno == 0 && i < candidate_count_max && find_magic(journal, &offset); i++) {
    record->start = offset;
    if (rt_record_check(journal, record)) return true;
    offset += record_unit;
  }
  return false;
}

/// The sentence about commits that can't be read any more: those from `first` to before that of
/// the record, which begins behind the damage.
static bool tell_damage(const rt_state *state, uint64_t damage, uint64_t first, rt_record record,
                        rt_error *error) {
  uint64_t last = record.head.generation - 1;
  unsigned long long readable_count = 1;
  while (rt_journal_next(state->journal, &record)) readable_count++;
  return rt_error_set(
      error,
      "%s/journal is damaged at byte %llu: of the state's commits, number %llu to %llu can't be "
      "read any more, and %llu behind them can. Nothing was changed. Put a copy of the state in "
      "its place; or, if only processes have ended since and not the machine, the memories' files "
      "have all of it, and a copy of the folder can be repaired (tinsmith state CODE --repair, or "
      "--repair with the executable)",
      state->path, (unsigned long long)damage, (unsigned long long)first,
      (unsigned long long)last, readable_count);
}

bool rt_journal_survey_records(const rt_state *state, rt_journal_survey *survey,
                               rt_error *error) {
  uint64_t committed = state->committed.generation;
  *survey = (rt_journal_survey){.generation = committed};
  rt_record record = {0};
  uint64_t count = 0, last = committed;
  for (; rt_journal_next(state->journal, &record); count++) {
    uint64_t generation = record.head.generation;
    if (generation > survey->generation + 1 && !state->repairs) {
      if (record.start != survey->end) {
        return tell_damage(state, survey->end, survey->generation + 1, record, error);
      }
      return rt_error_set(error, "%s: the journal does not fit the images (generation %llu is"
                          " followed by %llu)", state->path,
                          (unsigned long long)survey->generation, (unsigned long long)generation);
    }
    if (generation > committed) survey->restarted_memories |= record.head.restarted_memories;
    if (generation > survey->generation) survey->generation = generation;
    survey->end = record.end;
    last = generation;
  }
  if (errno != 0) return rt_error_set_errno(error, "%s/journal can't be read", state->path);
  // The metadata never run ahead: they take over what the whole journal has.
  if (count != 0 && last < committed && !state->repairs) {
    return rt_error_set(error, "%s: the journal does not fit the images (it ends with generation "
                        "%llu, and metadata has %llu)", state->path,
                        (unsigned long long)last, (unsigned long long)committed);
  }
  return true;
}
