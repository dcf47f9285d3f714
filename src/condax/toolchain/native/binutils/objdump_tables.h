/* objdump without a disassembler: headers, symbols, relocations and raw contents. */
#ifndef CONDAX_BINUTILS_OBJDUMP_TABLES_H
#define CONDAX_BINUTILS_OBJDUMP_TABLES_H

#include "archive.h"
#include "sections.h"

typedef struct {
    bool archive_header, file_header, private_headers, sections, symbols, dynamic_symbols;
    bool relocations, dynamic_relocations, contents, wide, file_offsets, special_symbols;
    const char **names; /* -j */
    bool *name_found;
    size_t name_count;
    u64 start, stop;
} ObjdumpOptions;

bool is_selected(const ObjdumpOptions *options, const char *section);

void dump_file_header(const Elf *elf);
void dump_private_headers(const Elf *elf);
void dump_section_headers(const ObjdumpOptions *options, const Elf *elf);
void dump_symbols(const ObjdumpOptions *options, const Input *input, bool dynamic);
void dump_relocations(const ObjdumpOptions *options, const Elf *elf);
void dump_dynamic_relocations(const Input *input);
void dump_contents(const ObjdumpOptions *options, const Elf *elf);

/* "  %-11s" of a symbol's version, as BFD prints it; `hidden` when in parentheses. */
const char *bfd_version(const VersionTable *table, size_t index, bool *hidden);
const char *relocation_name(u16 machine, u32 type);

#endif
