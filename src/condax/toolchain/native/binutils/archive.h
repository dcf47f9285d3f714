/* `ar` archives: GNU format, thin ones and BSD long names for reading; GNU format for writing. */
#ifndef CONDAX_BINUTILS_ARCHIVE_H
#define CONDAX_BINUTILS_ARCHIVE_H

#include "elf.h"

enum { MEMBER_HEADER_SIZE = 60, ARCHIVE_MAGIC_SIZE = 8 };

typedef struct {
    const char *name;
    u64 header_offset;
    u64 date, uid, gid, mode, size;
    Span data;
    bool missing; /* a thin archive's file that is not there */
} ArchiveMember;

typedef struct {
    const char *path;
    bool thin;
    ArchiveMember *members;
    size_t count;
    Span index; /* the symbol index of the archive, without its header */
    bool index64;
    bool malformed;
} Archive;

bool is_archive(Span file);
void archive_open(Archive *archive, Span file, const char *path);
/* Calls `visit(context, symbol, member offset)` for each entry of the symbol index. */
void archive_visit_index(const Archive *archive,
                         void (*visit)(void *, const char *, u64), void *context);
const ArchiveMember *archive_member_at(const Archive *archive, u64 header_offset);

typedef struct {
    ArchiveMember header; /* name, date, uid, gid and mode to write */
    Span data;
    Elf *elf; /* for the symbol index; NULL when the member is no object */
} NewMember;

/* A GNU archive with a symbol index when `indexed`. */
Span archive_write(const NewMember *members, size_t count, bool indexed, bool deterministic);

typedef struct {
    Elf elf;
    const char *path;   /* the file given on the command line */
    const char *member; /* inside an archive, else NULL */
    const Archive *archive;
    const ArchiveMember *header;
} Input;

typedef struct {
    void (*object)(const Input *input, void *context);
    void (*archive_start)(const Archive *archive, void *context);
    void *context;
} InputVisitor;

/* Visits the ELF file or every ELF member of the archive at `path`; complains about anything
 * else in GNU's words. */
void visit_inputs(const char *path, const InputVisitor *visitor);

#endif
