// Principals: up to 29 bytes, and their text form (Interface Specification, "Textual
// representation of principals").
#ifndef RT_PRINCIPAL_H
#define RT_PRINCIPAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rt_protocol.h"

/// With the terminating zero.
#define RT_PRINCIPAL_TEXT_SIZE 64

typedef struct rt_principal {
  uint8_t bytes[rt_limit_principal_bytes];
  uint8_t size;
} rt_principal;

/// False if there are too many bytes for a principal.
bool rt_principal_from_bytes(rt_principal *principal, const void *bytes, size_t size);

/// Writes the text form, with a zero at its end.
void rt_principal_print(const rt_principal *principal, char text[RT_PRINCIPAL_TEXT_SIZE]);

/// Reads the text form; accepts only what `rt_principal_print` would write.
bool rt_principal_parse(rt_principal *principal, const char *text);

bool rt_principal_equal(const rt_principal *left, const rt_principal *right);

#endif
