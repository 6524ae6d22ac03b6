#define _GNU_SOURCE
#include "process/file_rules.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Version 1 has all the rights that files have, but cutting them short, which came with version 3.
static const uint64_t rights_of_version_1 = (UINT64_C(1) << 13) - 1;
static const uint64_t truncating = UINT64_C(1) << 14;

static const uint64_t reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
static const uint64_t changing =
    LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG;
/// Those that a rule for a single file can give.
static const uint64_t rights_of_files = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE |
                                        LANDLOCK_ACCESS_FS_WRITE_FILE | (UINT64_C(1) << 14);

static long version(void) {
  return syscall(__NR_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

static uint64_t known_rights(void) {
  return rights_of_version_1 | (version() >= 3 ? truncating : 0);
}

bool rt_file_rules_exist(void) { return version() >= 1; }

int rt_file_rules_create(void) {
  const struct landlock_ruleset_attr handled = {.handled_access_fs = known_rights()};
  return (int)syscall(__NR_landlock_create_ruleset, &handled, sizeof handled, 0);
}

bool rt_file_rules_allow(int rules, int file, rt_access access) {
  struct stat information;
  if (fstat(file, &information) != 0) return false;
  uint64_t rights = reading;
  if (access == rt_access_run) rights |= LANDLOCK_ACCESS_FS_EXECUTE;
  if (access == rt_access_state) rights |= changing | truncating;
  if (!S_ISDIR(information.st_mode)) rights &= rights_of_files;
  const struct landlock_path_beneath_attr rule = {.allowed_access = rights & known_rights(),
                                                  .parent_fd = file};
  return syscall(__NR_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
}

bool rt_file_rules_allow_path(int rules, const char *path, rt_access access) {
  int file = open(path, O_PATH | O_CLOEXEC);
  if (file < 0) return errno == ENOENT || errno == ENOTDIR || errno == EACCES;
  bool done = rt_file_rules_allow(rules, file, access);
  close(file);
  return done;
}

bool rt_file_rules_apply(int rules) {
  return syscall(__NR_landlock_restrict_self, rules, 0) == 0;
}
