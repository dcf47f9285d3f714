/* readelf: one function per kind of table, all printing in GNU's layout. */
#ifndef CONDAX_BINUTILS_READELF_TABLES_H
#define CONDAX_BINUTILS_READELF_TABLES_H

#include "archive.h"
#include "sections.h"

typedef struct {
    const char *name; /* a section's name or number */
    char kind;        /* 'x', 'p' or 'R' */
} DumpRequest;

typedef struct {
    bool header, segments, sections, details, groups, symbols, dynamic_symbols, dynamic;
    bool relocations, versions, notes, histogram, attributes, unwind, archive_index;
    bool wide, silent_truncation, all;
    DumpRequest *dumps;
    size_t dump_count;
} ReadelfOptions;

/* "readelf: Error: …" on stderr; sets the exit status. */
void readelf_error(const char *format, ...) PRINTF(1, 2);
void readelf_warning(const char *format, ...) PRINTF(1, 2);

/* Prints at most `width` characters unless wide, with GNU's "[...]" for what is left out, and
 * pads with blanks to a negative `width`'s size. */
void print_symbol_name(const ReadelfOptions *options, int width, const char *name);

void print_file_header(const Elf *elf);
void print_section_table(const ReadelfOptions *options, const Elf *elf);
void print_groups(const Elf *elf);
void print_segment_table(const ReadelfOptions *options, const Elf *elf);
void print_dynamic_section(const Elf *elf);
void print_relocations(const ReadelfOptions *options, const Elf *elf);
void print_symbol_tables(const ReadelfOptions *options, const Elf *elf);
void print_histograms(const Elf *elf);
void print_version_sections(const Elf *elf);
void print_notes(const ReadelfOptions *options, const Elf *elf);
void print_dumps(const ReadelfOptions *options, const Elf *elf);
void print_attributes(const Elf *elf);
void print_archive_index(const Archive *archive);

const char *section_type_name(const Elf *elf, u32 type);
const char *segment_type_name(const Elf *elf, u32 type);
/* R_AARCH64_ABS64, or NULL when the number has no name. */
const char *relocation_name(u16 machine, u32 type);
bool is_pie(const Elf *elf);

#endif
