/* Builds an ELF string table in which names share their common endings. */
#ifndef CONDAX_BINUTILS_STRTAB_H
#define CONDAX_BINUTILS_STRTAB_H

#include "base.h"

typedef struct {
    const char *text;
    size_t size;
    u32 offset;
} StringEntry;

typedef struct {
    StringEntry *entries;
    size_t count, room;
    Buffer data;
} StringTable;

/* Returns a number for string_offset(), valid once the table is built. */
size_t string_add(StringTable *table, const char *text);
void string_build(StringTable *table);
u32 string_offset(const StringTable *table, size_t number);

#endif
