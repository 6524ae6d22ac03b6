// metadata.json: written, and read whoever has written it.
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hex.h"
#include "json.h"
#include "metadata.h"

/// Changes whenever an older program would misread the files.
static const uint64_t format_version = 2;

/// Value types by their codes in the binary format, and their names in snapshots.
static const struct { uint8_t code; uint8_t size; const char *name; } types[] = {
    {0x7F, 4, "i32"}, {0x7E, 8, "i64"}, {0x7D, 4, "f32"}, {0x7C, 8, "f64"}, {0x7B, 16, "v128"}};

// Writing -----------------------------------------------------------------------------------------

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

/// A number that reads as the same bits; JSON has none for infinities and what is no number.
static void print_float(rt_buffer *json, double value, int digits) {
  if (isfinite(value)) {
    rt_buffer_print(json, "%.*g", digits, value);
  } else {
    rt_buffer_append_text(json, "null");
  }
}

/// The value of a global for people and other programs.
static void print_value(rt_buffer *json, uint8_t type, const uint8_t *bytes) {
  int64_t integer = 0;
  double wide;
  float narrow;
  switch (type) {
    case 0x7F:
      memcpy(&integer, bytes, 4);
      rt_buffer_print(json, "{\"i32\": %" PRId32 "}", (int32_t)integer);
      break;
    case 0x7E:
      memcpy(&integer, bytes, 8);
      rt_buffer_print(json, "{\"i64\": %" PRId64 "}", integer);
      break;
    case 0x7D:
      memcpy(&narrow, bytes, 4);
      rt_buffer_append_text(json, "{\"f32\": ");
      print_float(json, narrow, 9);
      rt_buffer_append_text(json, "}");
      break;
    case 0x7C:
      memcpy(&wide, bytes, 8);
      rt_buffer_append_text(json, "{\"f64\": ");
      print_float(json, wide, 17);
      rt_buffer_append_text(json, "}");
      break;
    default:
      rt_buffer_append_text(json, "{\"v128\": null}");
  }
}

/// Each global twice: by its value, in the snapshot's list, or exactly, in ours.
static void print_globals(rt_buffer *json, const rt_buffer *globals, bool exactly) {
  const char *separator = "\n";
  for (size_t at = 0; at < globals->size;) {
    rt_global_head head;
    memcpy(&head, globals->bytes + at, sizeof head);
    at += sizeof head;
    rt_buffer_append_text(json, separator);
    if (exactly) {
      rt_buffer_print(json, "      {\"index\": %u, \"type\": %u, \"bytes\": \"", head.index,
                      head.value_type);
      rt_hex_print(json, globals->bytes + at, head.size);
      rt_buffer_append_text(json, "\"}");
    } else {
      rt_buffer_append_text(json, "    ");
      print_value(json, head.value_type, globals->bytes + at);
    }
    at += head.size;
    separator = ",\n";
  }
}

static void print_number(rt_buffer *json, const char *key, uint64_t value) {
  rt_buffer_print(json, ",\n  \"%s\": %" PRIu64, key, value);
}

void rt_metadata_print(const rt_metadata *metadata, rt_buffer *json) {
  rt_buffer_append_text(json, "{\n  \"source\": {\"taken_from_canister\": null}");
  print_number(json, "taken_at_timestamp", metadata->taken_at_nanoseconds);
  print_number(json, "wasm_module_size", metadata->module_bytes);
  print_number(json, "wasm_memory_size", metadata->heap_bytes);
  print_number(json, "stable_memory_size", metadata->stable_bytes);
  print_number(json, "canister_version", metadata->version);
  rt_buffer_append_text(json, ",\n  \"wasm_chunk_store\": [],\n  \"certified_data\": [");
  for (size_t i = 0; i < metadata->certified_data_size; i++) {
    rt_buffer_print(json, i == 0 ? "%u" : ", %u", metadata->certified_data[i]);
  }
  rt_buffer_append_text(json, "],\n  \"global_timer\": ");
  if (metadata->global_timer == 0) {
    rt_buffer_append_text(json, "\"inactive\"");
  } else {
    rt_buffer_print(json, "{\"active\": %" PRIu64 "}", metadata->global_timer);
  }
  rt_buffer_append_text(json, ",\n  \"on_low_wasm_memory_hook_status\": "
                              "\"condition_not_satisfied\",\n  \"globals\": [");
  print_globals(json, &metadata->globals, false);
  rt_buffer_append_text(json, "\n  ]");
  if (!metadata->is_foreign) {
    rt_buffer_print(json,
                    ",\n  \"tinsmith\": {\n    \"format_version\": %" PRIu64
                    ",\n    \"installed\": %s,\n    \"module\": ",
                    format_version, metadata->is_installed ? "true" : "false");
    print_string(json, metadata->module.bytes, metadata->module.size);
    rt_buffer_print(json,
                    ",\n    \"enhanced_orthogonal_persistence\": %s,\n    \"generation\": %" PRIu64
                    ",\n    \"address_bytes\": %" PRIu64 ",\n    \"mutable_globals\": [",
                    metadata->has_enhanced_persistence ? "true" : "false", metadata->generation,
                    metadata->address_bytes);
    print_globals(json, &metadata->globals, true);
    rt_buffer_append_text(json, "\n    ]\n  }");
  }
  rt_buffer_append_text(json, "\n}\n");
}

// Reading -----------------------------------------------------------------------------------------

typedef struct parser {
  rt_json json;
  rt_metadata *metadata;
  rt_buffer scratch;
  /// The globals of the snapshot's list.
  rt_buffer values;
  bool is_ours;
  uint64_t version;
  /// Which of the members that every snapshot has are there.
  unsigned found;
} parser;

enum { found_heap = 1, found_stable = 2, found_version = 4, found_globals = 8, found_all = 15 };

static void append_global(rt_buffer *globals, uint32_t index, uint8_t type, const uint8_t *bytes,
                          uint8_t size) {
  rt_global_head head = {.index = index, .value_type = type, .size = size};
  rt_buffer_append(globals, &head, sizeof head);
  rt_buffer_append(globals, bytes, size);
}

static void parse_exact_global(parser *parser) {
  rt_json *json = &parser->json;
  char key[RT_JSON_KEY_BYTES];
  uint64_t index = 0, type = 0;
  rt_buffer bytes = {0};
  bool is_first = true;
  rt_json_begin(json, '{');
  while (rt_json_next_key(json, &is_first, key)) {
    if (strcmp(key, "index") == 0) {
      index = rt_json_uint64(json);
    } else if (strcmp(key, "type") == 0) {
      type = rt_json_uint64(json);
    } else if (strcmp(key, "bytes") == 0) {
      rt_json_string(json, &parser->scratch);
      rt_buffer_clear(&bytes);
      const char *digits = (const char *)parser->scratch.bytes;
      if (!rt_hex_parse(&bytes, digits, parser->scratch.size) || bytes.size > 16) {
        json->has_failed = true;
      }
    } else {
      rt_json_skip(json);
    }
  }
  if (index >= UINT32_MAX || type > UINT8_MAX) json->has_failed = true;
  append_global(&parser->metadata->globals, (uint32_t)index, (uint8_t)type, bytes.bytes,
                (uint8_t)bytes.size);
  rt_buffer_free(&bytes);
}

/// Reads `{"i64": -5}` and the like.
static void parse_global_value(parser *parser) {
  rt_json *json = &parser->json;
  char key[RT_JSON_KEY_BYTES], text[RT_JSON_NUMBER_BYTES];
  bool is_first = true;
  rt_json_begin(json, '{');
  while (rt_json_next_key(json, &is_first, key)) {
    size_t type = 0;
    while (type < 4 && strcmp(key, types[type].name) != 0) type++;
    // What other programs write for a v128 is not known; a snapshot of ours has our own list.
    if (type == 4 || !rt_json_number(json, text)) {
      rt_json_skip(json);
      parser->found |= found_all + 1;
      continue;
    }
    uint8_t bytes[8];
    int64_t integer = strtoll(text, NULL, 10);
    double wide = strtod(text, NULL);
    float narrow = strtof(text, NULL);
    memcpy(bytes, type < 2 ? (const void *)&integer : &wide, sizeof bytes);
    if (types[type].code == 0x7D) memcpy(bytes, &narrow, sizeof narrow);
    append_global(&parser->values, RT_GLOBAL_INDEX_UNKNOWN, types[type].code, bytes,
                  types[type].size);
  }
}

static void parse_list(parser *parser, void (*parse_element)(struct parser *)) {
  bool is_first = true;
  rt_json_begin(&parser->json, '[');
  while (rt_json_next_element(&parser->json, &is_first)) parse_element(parser);
}

static void parse_certified_byte(parser *parser) {
  rt_metadata *metadata = parser->metadata;
  uint64_t byte = rt_json_uint64(&parser->json);
  if (byte > UINT8_MAX || metadata->certified_data_size == RT_CERTIFIED_DATA_BYTES_MAX) {
    parser->json.has_failed = true;
  } else {
    metadata->certified_data[metadata->certified_data_size++] = (uint8_t)byte;
  }
}

/// Reads `"inactive"`, `{"active": 5}` or null.
static void parse_timer(parser *parser) {
  rt_json *json = &parser->json;
  char key[RT_JSON_KEY_BYTES];
  bool is_first = true;
  if (!rt_json_is_next(json, '{')) {
    rt_json_skip(json);
    return;
  }
  rt_json_begin(json, '{');
  while (rt_json_next_key(json, &is_first, key)) {
    if (strcmp(key, "active") == 0) {
      parser->metadata->global_timer = rt_json_uint64(json);
    } else {
      rt_json_skip(json);
    }
  }
}

/// Reads the member that only we write.
static void parse_own(parser *parser) {
  rt_json *json = &parser->json;
  rt_metadata *metadata = parser->metadata;
  char key[RT_JSON_KEY_BYTES];
  bool is_first = true;
  parser->is_ours = true;
  rt_json_begin(json, '{');
  while (rt_json_next_key(json, &is_first, key)) {
    if (strcmp(key, "format_version") == 0) {
      parser->version = rt_json_uint64(json);
    } else if (strcmp(key, "installed") == 0) {
      metadata->is_installed = rt_json_bool(json);
    } else if (strcmp(key, "module") == 0) {
      rt_json_string(json, &metadata->module);
    } else if (strcmp(key, "enhanced_orthogonal_persistence") == 0) {
      metadata->has_enhanced_persistence = rt_json_bool(json);
    } else if (strcmp(key, "generation") == 0) {
      metadata->generation = rt_json_uint64(json);
    } else if (strcmp(key, "address_bytes") == 0) {
      metadata->address_bytes = rt_json_uint64(json);
    } else if (strcmp(key, "mutable_globals") == 0) {
      rt_buffer_clear(&metadata->globals);
      parse_list(parser, parse_exact_global);
    } else {
      rt_json_skip(json);
    }
  }
}

static void parse_member(parser *parser, const char *key) {
  rt_metadata *metadata = parser->metadata;
  const struct { const char *key; uint64_t *value; unsigned found; } numbers[] = {
      {"taken_at_timestamp", &metadata->taken_at_nanoseconds, 0},
      {"wasm_module_size", &metadata->module_bytes, 0},
      {"wasm_memory_size", &metadata->heap_bytes, found_heap},
      {"stable_memory_size", &metadata->stable_bytes, found_stable},
      {"canister_version", &metadata->version, found_version},
  };
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    if (strcmp(key, numbers[i].key) != 0) continue;
    *numbers[i].value = rt_json_uint64(&parser->json);
    parser->found |= numbers[i].found;
    return;
  }
  if (strcmp(key, "globals") == 0) {
    rt_buffer_clear(&parser->values);
    parse_list(parser, parse_global_value);
    parser->found |= found_globals;
  } else if (strcmp(key, "certified_data") == 0) {
    metadata->certified_data_size = 0;
    parse_list(parser, parse_certified_byte);
  } else if (strcmp(key, "global_timer") == 0) {
    parse_timer(parser);
  } else if (strcmp(key, "tinsmith") == 0) {
    parse_own(parser);
  } else {
    rt_json_skip(&parser->json);
  }
}

bool rt_metadata_parse(rt_metadata *metadata, const uint8_t *text, size_t size, const char *name,
                       rt_error *error) {
  rt_metadata_free(metadata);
  parser parser = {.json = {.at = text, .end = text + size}, .metadata = metadata};
  char key[RT_JSON_KEY_BYTES];
  bool is_first = true;
  rt_json_begin(&parser.json, '{');
  while (rt_json_next_key(&parser.json, &is_first, key)) parse_member(&parser, key);
  bool is_whole = rt_json_end(&parser.json);
  bool is_readable = (parser.found & ~(unsigned)found_all) == 0;
  if (!parser.is_ours) {
    metadata->is_foreign = metadata->is_installed = true;
    rt_buffer_clear(&metadata->globals);
    rt_buffer_append(&metadata->globals, parser.values.bytes, parser.values.size);
  }
  rt_buffer_free(&parser.scratch);
  rt_buffer_free(&parser.values);
  if (!parser.is_ours && (parser.found & found_all) != found_all) {
    return rt_error_set(error, "%s is not that of a canister's state", name);
  }
  if (parser.is_ours && parser.version != format_version) {
    return rt_error_set(error, "%s has format version %llu, and this program reads version %llu",
                        name, (unsigned long long)parser.version,
                        (unsigned long long)format_version);
  }
  if (!parser.is_ours && !is_readable) {
    return rt_error_set(error, "%s has a global whose value can't be read", name);
  }
  return (is_whole && rt_metadata_is_plausible(metadata)) ||
         rt_error_set(error, "%s is damaged", name);
}
