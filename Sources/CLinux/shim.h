/* Calls of glibc (2.34 and later) that its headers declare only under _GNU_SOURCE, which Swift's
   importer of Glibc does not set. Signatures as in their manual pages.

   No header is included here: the importer would take this module for the owner of types like
   `struct timespec` that Glibc has too, now and then, depending on the order of compilation. */
#ifndef NIGHTCLOSE_CLINUX_H
#define NIGHTCLOSE_CLINUX_H

int renameat2(int from_directory, const char *from, int to_directory, const char *to,
              unsigned int flags);
int pipe2(int descriptors[2], int flags);

/* `actions` is a posix_spawn_file_actions_t. */
int posix_spawn_file_actions_addclosefrom_np(void *actions, int from);
int posix_spawn_file_actions_addchdir_np(void *actions, const char *path);

/* Values of <linux/fs.h> and <spawn.h>. */
enum {
  NIGHTCLOSE_RENAME_NOREPLACE = 1,
  NIGHTCLOSE_RENAME_EXCHANGE = 2,
  NIGHTCLOSE_POSIX_SPAWN_SETSID = 0x80,
};

#endif
