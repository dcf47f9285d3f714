/* The parts of DWARF 2 to 5 that map addresses to source lines. */
#ifndef CONDAX_BINUTILS_DWARF_H
#define CONDAX_BINUTILS_DWARF_H

#include "elf.h"

typedef struct {
    u64 address;
    u32 file, line, discriminator;
    bool end; /* one past the last address of a sequence */
} LineRow;

typedef struct {
    const char **directories, **files;
    u64 *file_directories;
    size_t directory_count, file_count;
    const char *compilation_directory; /* NULL when .debug_info does not say */
    u16 version;
    LineRow *rows;
    size_t row_count, row_room;
} LineTable;

typedef struct {
    LineTable *tables;
    size_t count;
} LineTables;

LineTables read_line_tables(const Elf *elf);
/* The path as GNU addr2line composes it. */
const char *line_file(const LineTable *table, u32 file);
/* The compilation directory of the unit whose line table starts at `line_offset`, or NULL.
 * `hint` is where to look first, 0 at the beginning. */
const char *compilation_directory(const Elf *elf, u64 line_offset, size_t *hint);

/* Reads values in file order; `failed` once something lies beyond the end. */
typedef struct {
    const Elf *elf;
    Span data;
    size_t at;
    bool failed, dwarf64;
    u8 address_size;
} DwarfReader;

u64 dwarf_fixed(DwarfReader *reader, unsigned size);
u64 dwarf_uleb(DwarfReader *reader);
int64_t dwarf_sleb(DwarfReader *reader);
/* The length of a unit, which also decides between 32 and 64 bit offsets. */
u64 dwarf_length(DwarfReader *reader);
u64 dwarf_offset(DwarfReader *reader);
const char *dwarf_string(DwarfReader *reader);

typedef struct {
    u64 number;
    const char *text;
} DwarfValue;

/* Reads an attribute of any form; `implicit` is the value that DW_FORM_implicit_const has. */
DwarfValue dwarf_value(DwarfReader *reader, u64 form, int64_t implicit);

#endif
