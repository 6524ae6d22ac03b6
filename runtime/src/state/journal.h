// The journal of a state as a whole: which of its records count, found out before any is applied.
//
// What a sudden end has left unfinished is at the end of the file: it was not acknowledged as
// done, so it is passed over. Damage anywhere else hides what was done, so it is an error.
#ifndef RT_JOURNAL_H
#define RT_JOURNAL_H

#include "state/state.h"

typedef struct rt_journal_survey {
  /// Where the last complete record ends.
  uint64_t end;
  /// The generation of the last complete record; that of the metadata without one.
  uint64_t generation;
  /// Bit i: a record newer than the metadata resets memory i.
  uint64_t restarted_memories;
} rt_journal_survey;

/// Looks through the journal, whose state has read its metadata. False, with nothing changed,
/// if commits are lost; `state->repairs` goes on without them.
bool rt_journal_survey_records(const rt_state *state, rt_journal_survey *survey, rt_error *error);

/// Finds the first complete record at `record->end` or behind it; false if there is none, with the
/// reason in `errno` if the file can't be read.
bool rt_journal_next(int journal, rt_record *record);

#endif
