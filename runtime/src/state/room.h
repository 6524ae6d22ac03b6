// Room on the disk for what a commit will write to the images, so that a full disk is found out
// before the journal has a record of the commit.
#ifndef RT_ROOM_H
#define RT_ROOM_H

#include "state/state.h"

/// Makes sure that the changes can be written to the images, by what the file system reports.
/// After a failure the images have what they had, and their sizes.
bool rt_room_reserve(const rt_state *state, const rt_changes *changes, rt_error *error);

/// Gives back what was reserved behind the ends of the images.
void rt_room_release(const rt_state *state);

/// Whether an operation failed because there is no more room.
bool rt_room_is_short(int reason);

#endif
