// The files of a state directory: their names, opening them, and the lock.
#ifndef RT_STATE_FILES_H
#define RT_STATE_FILES_H

#include "state/state.h"

extern const char *const rt_state_image_names[rt_memory_count];

/// Opens a file of the directory; -1 for an error. The directory is not trusted: what is there
/// must be a file, not a link to one elsewhere, nor something that never begins or ends.
int rt_state_file(const rt_state *state, const char *name, int flags);

/// Opens the directory, which is made if it is not there and may be.
bool rt_state_open_directory(rt_state *state, bool creates, rt_error *error);

/// Opens the directory, takes the lock, opens the files, and reads the metadata.
bool rt_state_open_files(rt_state *state, bool creates_directory, rt_error *error);

/// The same of a state that another process has: only to be read, and without the lock.
bool rt_state_open_observed(rt_state *state, rt_error *error);

/// Of that, only what does not take time: reads the metadata, which has this generation, and opens
/// the journal if there is one.
bool rt_state_open_journal(rt_state *state, uint64_t *generation, rt_error *error);

/// Replaces the metadata as a whole.
bool rt_state_write_metadata(rt_state *state, rt_error *error);

#endif
