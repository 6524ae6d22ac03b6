// A canister's state between messages: images of its memories and its metadata, in a directory
// or in memory, and the journal that makes a commit all or nothing.
//
// A commit is complete once its record is in the journal; then the images follow. Whoever opens
// the directory after that applies the records that the images may lack. The journal is emptied
// at a checkpoint, once images and metadata are safely there.
#ifndef RT_STATE_H
#define RT_STATE_H

#include "state/record.h"

typedef struct rt_state {
  /// -1 without a directory; then there is no journal either.
  int directory;
  char *path;
  bool is_durable;
  /// Another process has it; nothing here is ours to change.
  bool is_observed;
  /// Whether commits that the journal has lost are done without.
  bool repairs;
  /// How long to wait for a process that has it.
  uint64_t wait_seconds;
  /// Held while the state is ours; given up by handing over.
  int lock;
  bool is_locked;
  /// Images may have part of a record that the journal has whole. Then only recovery helps, and
  /// the journal must be left alone.
  bool is_torn;
  int images[rt_memory_count];
  int journal;
  uint64_t journal_bytes;
  /// Our end of a handover, locked for as long as it stands.
  int handover;
  /// What the images and the journal amount to.
  rt_metadata committed;
} rt_state;

/// What a message changed.
typedef struct rt_changes {
  const rt_region *regions[rt_memory_count];
  const rt_ranges *changed[rt_memory_count];
  /// As they are to be; the generation is set by committing.
  rt_metadata *metadata;
} rt_changes;

/// Opens a state, after finishing what an earlier process began.
bool rt_state_open(rt_state *state, const rt_options *options, rt_error *error);

/// Makes the changes part of the state. If that fails, either nothing was changed
/// (`*is_intact`), or the process has to end and the next one to open the state finishes it.
bool rt_state_commit(rt_state *state, const rt_changes *changes, bool *is_intact, rt_error *error);

/// Takes from the journal what the metadata lack. The images lack nothing: they follow each
/// record before its commit is answered.
bool rt_state_observe(rt_state *state, rt_error *error);

/// Brings images and metadata up to date and empties the journal.
bool rt_state_checkpoint(rt_state *state, rt_error *error);

/// Closes everything, after a checkpoint if the state is ours.
bool rt_state_close(rt_state *state, rt_error *error);

#endif
