#include "metadata.h"

#include <string.h>

#include "hex.h"
#include "json.h"

/// Changes whenever an older program would misread the files.
static const uint64_t format_version = 1;
static const char format_name[] = "tinsmith canister state";

static void print_string(rt_buffer *json, const uint8_t *bytes, size_t size) {
  rt_buffer_append_text(json, "\"");
  for (size_t i = 0; i < size; i++) {
    if (bytes[i] < 0x20 || bytes[i] == '"' || bytes[i] == '\\') {
      rt_buffer_print(json, "\\u%04x", bytes[i]);
    } else {
      rt_buffer_append(json, &bytes[i], 1);
    }
  }
  rt_buffer_append_text(json, "\"");
}

static void print_globals(rt_buffer *json, const rt_buffer *globals) {
  const char *separator = "\n";
  for (size_t at = 0; at < globals->size;) {
    rt_global_head head;
    memcpy(&head, globals->bytes + at, sizeof head);
    at += sizeof head;
    rt_buffer_print(json, "%s    {\"index\": %u, \"type\": %u, \"bytes\": \"", separator,
                    head.index, head.value_type);
    rt_hex_print(json, globals->bytes + at, head.size);
    rt_buffer_append_text(json, "\"}");
    at += head.size;
    separator = ",\n";
  }
}

void rt_metadata_print(const rt_metadata *metadata, rt_buffer *json) {
  rt_buffer_print(json, "{\n  \"format\": \"%s\",\n  \"format_version\": %llu,\n", format_name,
                  (unsigned long long)format_version);
  rt_buffer_print(json, "  \"installed\": %s,\n  \"module\": ",
                  metadata->is_installed ? "true" : "false");
  print_string(json, metadata->module.bytes, metadata->module.size);
  rt_buffer_print(json, ",\n  \"enhanced_orthogonal_persistence\": %s",
                  metadata->has_enhanced_persistence ? "true" : "false");
  const struct { const char *key; uint64_t value; } numbers[] = {
      {"generation", metadata->generation},
      {"address_bytes", metadata->address_bytes},
      {"wasm_memory_bytes", metadata->heap_bytes},
      {"stable_memory_bytes", metadata->stable_bytes},
      {"canister_version", metadata->version},
      {"global_timer", metadata->global_timer},
  };
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    rt_buffer_print(json, ",\n  \"%s\": %llu", numbers[i].key,
                    (unsigned long long)numbers[i].value);
  }
  rt_buffer_append_text(json, ",\n  \"certified_data\": \"");
  rt_hex_print(json, metadata->certified_data, metadata->certified_data_size);
  rt_buffer_append_text(json, "\",\n  \"globals\": [");
  print_globals(json, &metadata->globals);
  rt_buffer_append_text(json, "\n  ]\n}\n");
}

static void parse_global(rt_json *json, rt_buffer *globals, rt_buffer *scratch) {
  char key[RT_JSON_KEY_BYTES];
  rt_global_head head = {0};
  rt_buffer bytes = {0};
  bool is_first = true;
  rt_json_begin(json, '{');
  while (rt_json_next_key(json, &is_first, key)) {
    if (strcmp(key, "index") == 0) {
      head.index = (uint32_t)rt_json_uint64(json);
    } else if (strcmp(key, "type") == 0) {
      head.value_type = (uint8_t)rt_json_uint64(json);
    } else if (strcmp(key, "bytes") == 0) {
      rt_json_string(json, scratch);
      rt_buffer_clear(&bytes);
      if (!rt_hex_parse(&bytes, (const char *)scratch->bytes, scratch->size) || bytes.size > 16) {
        json->has_failed = true;
      }
    } else {
      rt_json_skip(json);
    }
  }
  head.size = (uint8_t)bytes.size;
  rt_buffer_append(globals, &head, sizeof head);
  rt_buffer_append(globals, bytes.bytes, bytes.size);
  rt_buffer_free(&bytes);
}

static void parse_certified_data(rt_json *json, rt_metadata *metadata, rt_buffer *scratch) {
  rt_buffer bytes = {0};
  rt_json_string(json, scratch);
  if (rt_hex_parse(&bytes, (const char *)scratch->bytes, scratch->size) &&
      bytes.size <= RT_CERTIFIED_DATA_BYTES_MAX) {
    if (bytes.size != 0) memcpy(metadata->certified_data, bytes.bytes, bytes.size);
    metadata->certified_data_size = (uint8_t)bytes.size;
  } else {
    json->has_failed = true;
  }
  rt_buffer_free(&bytes);
}

/// Reads the value of a key; `*version` and `*format` are for what is no metadata itself.
static void parse_member(rt_json *json, const char *key, rt_metadata *metadata, uint64_t *version,
                         rt_buffer *format, rt_buffer *scratch) {
  const struct { const char *key; uint64_t *value; } numbers[] = {
      {"format_version", version},
      {"generation", &metadata->generation},
      {"address_bytes", &metadata->address_bytes},
      {"wasm_memory_bytes", &metadata->heap_bytes},
      {"stable_memory_bytes", &metadata->stable_bytes},
      {"canister_version", &metadata->version},
      {"global_timer", &metadata->global_timer},
  };
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    if (strcmp(key, numbers[i].key) == 0) {
      *numbers[i].value = rt_json_uint64(json);
      return;
    }
  }
  if (strcmp(key, "format") == 0) {
    rt_json_string(json, format);
  } else if (strcmp(key, "module") == 0) {
    rt_json_string(json, &metadata->module);
  } else if (strcmp(key, "installed") == 0) {
    metadata->is_installed = rt_json_bool(json);
  } else if (strcmp(key, "enhanced_orthogonal_persistence") == 0) {
    metadata->has_enhanced_persistence = rt_json_bool(json);
  } else if (strcmp(key, "certified_data") == 0) {
    parse_certified_data(json, metadata, scratch);
  } else if (strcmp(key, "globals") == 0) {
    bool is_first = true;
    rt_buffer_clear(&metadata->globals);
    rt_json_begin(json, '[');
    while (rt_json_next_element(json, &is_first)) parse_global(json, &metadata->globals, scratch);
  } else {
    rt_json_skip(json);
  }
}

static bool is_plausible(const rt_metadata *metadata) {
  return metadata->heap_bytes % RT_WASM_PAGE_BYTES == 0 &&
         metadata->heap_bytes < RT_MEMORY_RESERVATION_BYTES &&
         metadata->stable_bytes % RT_WASM_PAGE_BYTES == 0 &&
         metadata->stable_bytes <= RT_STABLE_MAXIMUM_PAGES * RT_WASM_PAGE_BYTES;
}

bool rt_metadata_parse(rt_metadata *metadata, const uint8_t *text, size_t size, const char *name,
                       rt_error *error) {
  rt_metadata_free(metadata);
  rt_json json = {.at = text, .end = text + size};
  rt_buffer format = {0}, scratch = {0};
  char key[RT_JSON_KEY_BYTES];
  bool is_first = true;
  uint64_t version = 0;
  rt_json_begin(&json, '{');
  while (rt_json_next_key(&json, &is_first, key)) {
    parse_member(&json, key, metadata, &version, &format, &scratch);
  }
  bool is_ours = format.size == strlen(format_name) &&
                 memcmp(format.bytes, format_name, format.size) == 0;
  bool is_valid = rt_json_end(&json) && is_plausible(metadata);
  rt_buffer_free(&format);
  rt_buffer_free(&scratch);
  if (!is_ours) return rt_error_set(error, "%s is not that of a canister's state", name);
  if (version != format_version) {
    return rt_error_set(error, "%s has format version %llu, and this program reads version %llu",
                        name, (unsigned long long)version, (unsigned long long)format_version);
  }
  return is_valid || rt_error_set(error, "%s is damaged", name);
}

void rt_metadata_copy(rt_metadata *to, const rt_metadata *from) {
  rt_buffer module = to->module, globals = to->globals;
  *to = *from;
  to->module = module;
  to->globals = globals;
  rt_buffer_clear(&to->module);
  rt_buffer_clear(&to->globals);
  rt_buffer_append(&to->module, from->module.bytes, from->module.size);
  rt_buffer_append(&to->globals, from->globals.bytes, from->globals.size);
}

void rt_metadata_free(rt_metadata *metadata) {
  rt_buffer_free(&metadata->module);
  rt_buffer_free(&metadata->globals);
  *metadata = (rt_metadata){0};
}
