// Principals, UTF-8, hexadecimal digits, SHA-256, buffers.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/principal.h"
#include "base/utf8.h"
#include "process/terminal.h"
#include "rt_buffer.h"
#include "test.h"

TEST(principals_have_their_text_form) {
  const struct { const char *bytes; size_t size; const char *text; } cases[] = {
      {"", 0, "aaaaa-aa"},
      {"\x04", 1, "2vxsx-fae"},
      {"\xAB\xCD\x01", 3, "em77e-bvlzu-aq"},
      {"\0\0\0\0\0\0\0\0\1\1", 10, "rwlgt-iiaaa-aaaaa-aaaaa-cai"},
      {"\0\0\0\0\0\0\0\1\1\1", 10, "rrkah-fqaaa-aaaaa-aaaaq-cai"},
      {"\0\0\0\0\0\0\0\2\1\1", 10, "ryjl3-tyaaa-aaaaa-aaaba-cai"},
      {"\x80\0\0\0\0\x10\0\1\1\1", 10, "bkyz2-fmaaa-aaaaa-qaaaq-cai"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    rt_principal principal, parsed;
    char text[RT_PRINCIPAL_TEXT_SIZE];
    CHECK(rt_principal_from_bytes(&principal, cases[i].bytes, cases[i].size));
    rt_principal_print(&principal, text);
    CHECK_TEXT(text, strlen(text), cases[i].text);
    CHECK(rt_principal_parse(&parsed, text) && rt_principal_equal(&principal, &parsed));
  }
  const char *const bad[] = {"", "aaaaa", "aaaaa-ab", "AAAAA-AA", "aaaaaaa", "2vxsx-faf",
                             "2vxsxfae", "-aaaaa-aa", "aaaaa-aa-", "2vxsx-fa1", "em77e-bvlzu-ar"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    rt_principal parsed;
    if (rt_principal_parse(&parsed, bad[i])) test_fail(__FILE__, __LINE__, "%s", bad[i]);
  }
}

TEST(principals_of_every_size_are_read_as_they_are_written) {
  for (size_t size = 0; size <= rt_limit_principal_bytes; size++) {
    uint8_t bytes[rt_limit_principal_bytes];
    for (size_t i = 0; i < size; i++) bytes[i] = (uint8_t)(37 * i + size);
    rt_principal principal, parsed;
    char text[RT_PRINCIPAL_TEXT_SIZE];
    CHECK(rt_principal_from_bytes(&principal, bytes, size));
    rt_principal_print(&principal, text);
    CHECK(rt_principal_parse(&parsed, text) && rt_principal_equal(&principal, &parsed));
  }
  rt_principal principal;
  CHECK(!rt_principal_from_bytes(&principal, "123456789012345678901234567890", 30));
}

TEST(utf8_is_checked_and_mended) {
  // The second text is the first with U+FFFD for each maximal part that is not UTF-8.
  const struct { const char *text; const char *mended; } cases[] = {
      {"plain", "plain"},
      {"\xC3\xB6\xE2\x82\xAC\xF0\x9F\x98\x80\xF4\x8F\xBF\xBF", NULL},
      {"a\xFFz", "a\xEF\xBF\xBDz"},
      {"\xC0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"\xE2\x82", "\xEF\xBF\xBD"},
      {"\xE2\x82z", "\xEF\xBF\xBDz"},
      {"\xF0\x9F\x98", "\xEF\xBF\xBD"},
      {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"\xE0\x9F\xBF", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"\x80\xBF", "\xEF\xBF\xBD\xEF\xBF\xBD"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    const char *mended = cases[i].mended == NULL ? cases[i].text : cases[i].mended;
    size_t size = strlen(cases[i].text);
    uint8_t *exact = malloc(size);
    memcpy(exact, cases[i].text, size);
    rt_buffer buffer = {0};
    rt_utf8_append_lossy(&buffer, exact, size);
    CHECK_TEXT(buffer.bytes, buffer.size, mended);
    CHECK(rt_utf8_is_valid(exact, size) == (strcmp(mended, cases[i].text) == 0));
    rt_buffer_free(&buffer);
    free(exact);
  }
}

TEST(hexadecimal_digits_come_in_pairs) {
  rt_buffer bytes = {0};
  CHECK(rt_hex_parse(&bytes, "00fFaB", 6));
  CHECK(bytes.size == 3 && memcmp(bytes.bytes, "\x00\xFF\xAB", 3) == 0);
  CHECK(!rt_hex_parse(&bytes, "000", 3));
  CHECK(!rt_hex_parse(&bytes, "0g", 2));
  rt_buffer_free(&bytes);
}

TEST(buffers_grow) {
  rt_buffer buffer = {0};
  for (int i = 0; i < 1000; i++) rt_buffer_print(&buffer, "%d,", i);
  CHECK(buffer.size == 10 * 2 + 90 * 3 + 900 * 4);
  CHECK(memcmp(buffer.bytes, "0,1,2,", 6) == 0);
  rt_buffer_clear(&buffer);
  CHECK(buffer.size == 0);
  rt_buffer_free(&buffer);
}

TEST(terminals_are_not_steered) {
  const struct {
    const char *bytes;
    size_t size;
    const char *shown;
  } cases[] = {
      {"a\tb\nc", 5, "a\tb\nc"},
      {"\x1b[2J\r\0\x7f", 7, "\\u{1b}[2J\\u{d}\\u{0}\\u{7f}"},
      {"\xc2\x9b\xe2\x80\xae\xe2\x81\xa6\xd8\x9c", 10, "\\u{9b}\\u{202e}\\u{2066}\\u{61c}"},
      {"\xff\xc2\xe2\x80x", 5, "\\xff\\xc2\\xe2\\x80x"},
      {"\xc3\xa4\xf0\x9f\x98\x80", 6, "\xc3\xa4\xf0\x9f\x98\x80"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    for (int is_terminal = 0; is_terminal < 2; is_terminal++) {
      char *text = NULL;
      size_t size = 0;
      FILE *stream = open_memstream(&text, &size);
      rt_terminal_put(stream, is_terminal, (const uint8_t *)cases[i].bytes, cases[i].size);
      fclose(stream);
      if (is_terminal) {
        CHECK_TEXT(text, size, cases[i].shown);
      } else {
        CHECK(size == cases[i].size && memcmp(text, cases[i].bytes, size) == 0);
      }
      free(text);
    }
  }
}
