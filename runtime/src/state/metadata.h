// The forms of metadata: in the journal, and as `metadata.json`.
//
// That file has the form of a snapshot's, as dfx, icp and PocketIC download and upload them, with a
// member `tinsmith` for what these do not know. Without that member it is somebody else's snapshot;
// who takes one up adds a member `module_hash`, the SHA-256 of the module that it belongs to.
#ifndef RT_METADATA_FORMS_H
#define RT_METADATA_FORMS_H

#include "base/error.h"
#include "rt_metadata.h"

/// Appends all of it in the encoding of the serve protocol, for the journal.
void rt_metadata_encode(const rt_metadata *metadata, rt_buffer *bytes);

/// Reads what the other function wrote; false for anything else.
bool rt_metadata_decode(rt_metadata *metadata, const uint8_t *bytes, size_t size);

/// A number that tells whether something has changed, but for what others change when they hand
/// the snapshot on: the version, and the module's size beside it.
uint64_t rt_metadata_checksum(const rt_metadata *metadata);

/// Whether the memories could have these sizes, and the rest the form it should have.
bool rt_metadata_is_plausible(const rt_metadata *metadata);

/// Appends the JSON text.
void rt_metadata_print(const rt_metadata *metadata, rt_buffer *json);

/// Reads JSON text, which may be anything at all. On failure the metadata is of no use but can
/// be freed. `name` stands for the file in the error.
bool rt_metadata_parse(rt_metadata *metadata, const uint8_t *json, size_t size, const char *name,
                       rt_error *error);

#endif
