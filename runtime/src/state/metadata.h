// The encoding of metadata in records (record.h), and what they can be at all.
#ifndef RT_METADATA_ENCODING_H
#define RT_METADATA_ENCODING_H

#include "rt_metadata.h"

/// Appends all of it in the encoding of the serve protocol.
void rt_metadata_encode(const rt_metadata *metadata, rt_buffer *bytes);

/// Reads what the other function wrote; false for anything else.
bool rt_metadata_decode(rt_metadata *metadata, const uint8_t *bytes, size_t size);

/// Whether the memories could have these sizes, and the rest the form it should have.
bool rt_metadata_is_plausible(const rt_metadata *metadata);

#endif
