// metadata.json: written, and read whoever has written it.
#include <inttypes.h>
#include <string.h>

#include "state/globals_json.h"
#include "state/metadata.h"

/// Changes whenever an older program would misread the files.
static const uint64_t format_version = 3;

/// What snapshots call the states of the hook, in the order of `rt_hook_status`.
static const char *const hook_statuses[] = {"condition_not_satisfied", "ready", "executed"};

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

/// Bytes as a list of numbers, the only form that JSON and snapshots have for them.
static void print_bytes(rt_buffer *json, const uint8_t *bytes, size_t size) {
  rt_buffer_append_text(json, "[");
  for (size_t i = 0; i < size; i++) rt_buffer_print(json, i == 0 ? "%u" : ", %u", bytes[i]);
  rt_buffer_append_text(json, "]");
}

static void print_chunk_store(rt_buffer *json, const rt_buffer *hashes) {
  rt_buffer_append_text(json, ",\n  \"wasm_chunk_store\": [");
  for (size_t at = 0; at < hashes->size; at += RT_CHUNK_HASH_BYTES) {
    rt_buffer_append_text(json, at == 0 ? "\n    {\"hash\": " : ",\n    {\"hash\": ");
    print_bytes(json, hashes->bytes + at, RT_CHUNK_HASH_BYTES);
    rt_buffer_append_text(json, "}");
  }
  rt_buffer_append_text(json, hashes->size == 0 ? "]" : "\n  ]");
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
  print_chunk_store(json, &metadata->chunk_hashes);
  rt_buffer_append_text(json, ",\n  \"certified_data\": ");
  print_bytes(json, metadata->certified_data, metadata->certified_data_size);
  rt_buffer_append_text(json, ",\n  \"global_timer\": ");
  if (metadata->global_timer == 0) {
    rt_buffer_append_text(json, "\"inactive\"");
  } else {
    rt_buffer_print(json, "{\"active\": %" PRIu64 "}", metadata->global_timer);
  }
  rt_buffer_append_text(json, ",\n  \"on_low_wasm_memory_hook_status\": ");
  if (metadata->hook_status == rt_hook_status_absent) {
    rt_buffer_append_text(json, "null");
  } else {
    rt_buffer_print(json, "\"%s\"", hook_statuses[metadata->hook_status]);
  }
  rt_buffer_append_text(json, ",\n  \"globals\": [");
  rt_globals_print_values(json, &metadata->globals);
  rt_buffer_append_text(json, "\n  ]");
  if (metadata->is_foreign) {
    rt_buffer_append_text(json, ",\n  \"module_hash\": ");
    print_string(json, metadata->module.bytes, metadata->module.size);
  } else {
    rt_buffer_print(json,
                    ",\n  \"tinsmith\": {\n    \"format_version\": %" PRIu64
                    ",\n    \"installed\": %s,\n    \"module\": ",
                    format_version, metadata->is_installed ? "true" : "false");
    print_string(json, metadata->module.bytes, metadata->module.size);
    rt_buffer_print(json,
                    ",\n    \"enhanced_orthogonal_persistence\": %s,\n    \"generation\": %" PRIu64
                    ",\n    \"checksum\": %" PRIu64
                    ",\n    \"address_bytes\": %" PRIu64 ",\n    \"globals\": [",
                    metadata->has_enhanced_persistence ? "true" : "false", metadata->generation,
                    rt_metadata_checksum(metadata), metadata->address_bytes);
    rt_globals_print_exactly(json, &metadata->globals);
    rt_buffer_append_text(json, "\n    ]\n  }");
  }
  rt_buffer_append_text(json, "\n}\n");
}

// Reading -----------------------------------------------------------------------------------------

typedef struct parser {
  rt_json json;
  rt_metadata *metadata;
  rt_buffer scratch;
  /// The globals of the snapshot's list, and how many they are.
  rt_buffer values;
  uint64_t value_count;
  /// Which of them comes first of those that have no value: 1 for the first of all, 0 if none.
  uint64_t unreadable_value;
  bool is_ours;
  uint64_t version;
  /// What metadata of earlier versions lack.
  bool has_checksum;
  uint64_t checksum;
  /// Which of the members that every snapshot has are there.
  unsigned found;
} parser;

enum { found_heap = 1, found_stable = 2, found_version = 4, found_globals = 8, found_all = 15 };

static void parse_exact_global(parser *parser) {
  rt_globals_parse_exactly(&parser->json, &parser->metadata->globals);
}

static void parse_global_value(parser *parser) {
  parser->value_count++;
  if (!rt_globals_parse_value(&parser->json, &parser->values) && parser->unreadable_value == 0) {
    parser->unreadable_value = parser->value_count;
  }
}

static void parse_list(parser *parser, void (*parse_element)(struct parser *)) {
  bool is_first = true;
  rt_json_begin(&parser->json, '[');
  while (rt_json_next_element(&parser->json, &is_first)) parse_element(parser);
}

/// Reads a list of numbers as bytes, of which there may be `size_max`.
static void parse_bytes(parser *parser, rt_buffer *bytes, size_t size_max) {
  bool is_first = true;
  rt_json_begin(&parser->json, '[');
  while (rt_json_next_element(&parser->json, &is_first)) {
    uint64_t byte = rt_json_uint64(&parser->json);
    if (byte > UINT8_MAX || bytes->size == size_max) parser->json.has_failed = true;
    rt_buffer_append(bytes, &(uint8_t){(uint8_t)byte}, 1);
  }
}

static void parse_certified_data(parser *parser) {
  rt_metadata *metadata = parser->metadata;
  rt_buffer_clear(&parser->scratch);
  parse_bytes(parser, &parser->scratch, sizeof metadata->certified_data);
  if (parser->json.has_failed) return;
  metadata->certified_data_size = (uint8_t)parser->scratch.size;
  if (parser->scratch.size != 0) {
    memcpy(metadata->certified_data, parser->scratch.bytes, parser->scratch.size);
  }
}

/// Reads `{"hash": [1, 2, ...]}`.
static void parse_chunk(parser *parser) {
  rt_json *json = &parser->json;
  char key[RT_JSON_KEY_BYTES];
  bool is_first = true;
  rt_buffer_clear(&parser->scratch);
  rt_json_begin(json, '{');
  while (rt_json_next_key(json, &is_first, key)) {
    if (strcmp(key, "hash") == 0) {
      parse_bytes(parser, &parser->scratch, RT_CHUNK_HASH_BYTES);
    } else {
      rt_json_skip(json);
    }
  }
  if (parser->scratch.size != RT_CHUNK_HASH_BYTES) json->has_failed = true;
  rt_buffer_append(&parser->metadata->chunk_hashes, parser->scratch.bytes, parser->scratch.size);
}

static void parse_hook_status(parser *parser) {
  parser->metadata->hook_status = rt_hook_status_absent;
  if (!rt_json_is_next(&parser->json, '"')) {
    rt_json_skip(&parser->json);
    return;
  }
  rt_json_string(&parser->json, &parser->scratch);
  rt_buffer_append(&parser->scratch, "", 1);
  for (uint8_t i = 0; i < rt_hook_status_absent; i++) {
    if (strcmp((const char *)parser->scratch.bytes, hook_statuses[i]) != 0) continue;
    parser->metadata->hook_status = (rt_hook_status)i;
    return;
  }
  parser->json.has_failed = true;
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
    } else if (strcmp(key, "checksum") == 0) {
      parser->has_checksum = true;
      parser->checksum = rt_json_uint64(json);
    } else if (strcmp(key, "address_bytes") == 0) {
      metadata->address_bytes = rt_json_uint64(json);
    } else if (strcmp(key, "globals") == 0) {
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
  // The second name is what dfx called it at first.
  if (strcmp(key, "globals") == 0 || strcmp(key, "exported_globals") == 0) {
    rt_buffer_clear(&parser->values);
    parser->value_count = parser->unreadable_value = 0;
    parse_list(parser, parse_global_value);
    parser->found |= found_globals;
  } else if (strcmp(key, "certified_data") == 0) {
    parse_certified_data(parser);
  } else if (strcmp(key, "wasm_chunk_store") == 0) {
    rt_buffer_clear(&metadata->chunk_hashes);
    parse_list(parser, parse_chunk);
  } else if (strcmp(key, "on_low_wasm_memory_hook_status") == 0) {
    parse_hook_status(parser);
  } else if (strcmp(key, "global_timer") == 0) {
    parse_timer(parser);
  } else if (strcmp(key, "tinsmith") == 0) {
    parse_own(parser);
  } else if (strcmp(key, "module_hash") == 0) {
    rt_json_string(&parser->json, &metadata->module);
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
  if (!parser.is_ours && parser.unreadable_value != 0) {
    return rt_error_set(error, "%s has no value for global %llu of its list of %llu that could be "
                        "read (JSON has none for NaN and infinities)", name,
                        (unsigned long long)parser.unreadable_value - 1,
                        (unsigned long long)parser.value_count);
  }
  bool is_intact = is_whole && rt_metadata_is_plausible(metadata) &&
                   (!parser.has_checksum || parser.checksum == rt_metadata_checksum(metadata));
  return is_intact || rt_error_set(error, "%s is damaged", name);
}
