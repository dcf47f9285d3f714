/* What GNU tools say about a section and a symbol beyond the raw ELF fields. */
#ifndef CONDAX_BINUTILS_SECTIONS_H
#define CONDAX_BINUTILS_SECTIONS_H

#include "elf.h"

/* Section properties, in the words of `objdump -h` and `objcopy --set-section-flags`. */
enum {
    SEC_CONTENTS = 1 << 0, SEC_ALLOC = 1 << 1, SEC_LOAD = 1 << 2, SEC_RELOC = 1 << 3,
    SEC_READONLY = 1 << 4, SEC_CODE = 1 << 5, SEC_DATA = 1 << 6, SEC_DEBUGGING = 1 << 7,
    SEC_OCTETS = 1 << 8, SEC_EXCLUDE = 1 << 9, SEC_THREAD_LOCAL = 1 << 10, SEC_GROUP = 1 << 11,
    SEC_LINK_ONCE = 1 << 12, SEC_ROM = 1 << 13, SEC_MERGE = 1 << 14, SEC_STRINGS = 1 << 15,
    SEC_NEVER_LOAD = 1 << 16,
};

unsigned section_flags(const ElfSection *section);
bool is_debug_name(const char *name);
bool is_split_debug_name(const char *name);
/* False for what BFD keeps out of its section list: symbol and string tables, relocations. */
bool is_listed_section(const Elf *elf, u32 index);
/* The indexes of the listed sections in BFD's order: the first member of a group brings all
 * group sections with it. */
u32 *listed_sections(const Elf *elf, size_t *count);
/* The relocation section that applies to `target`, or NULL. */
const ElfSection *relocations_for(const Elf *elf, u32 target);

/* Physical where the program headers give one. What is in the file is placed by its offset,
 * because overlays share virtual addresses. */
u64 load_address(const Elf *elf, const ElfSection *section);

bool is_common(const ElfSymbol *symbol);
/* What nm leaves out without --special-syms: mapping symbols and fake labels. */
bool is_special_symbol(const Elf *elf, const ElfSymbol *symbol);
bool is_local_label(const char *name);
/* The letter nm prints. */
char symbol_class(const Elf *elf, const ElfSymbol *symbol);
/* Section symbols have no name of their own. */
const char *symbol_name(const Elf *elf, const ElfSymbol *symbol);

typedef struct {
    const char *name; /* NULL when the symbol has none */
    const char *file; /* for versions needed from another file */
    unsigned index;   /* without the hidden bit */
    bool hidden, base, defined_here;
} SymbolVersion;

typedef struct {
    const Elf *elf;
    Span indexes;
    SymbolVersion *versions; /* by version index */
    size_t count;
} VersionTable;

VersionTable read_versions(const Elf *elf);
SymbolVersion symbol_version(const VersionTable *table, size_t symbol_index);
/* "@V", "@@V" or "" as nm and readelf append it to `name`. */
const char *version_suffix(const VersionTable *table, const ElfSymbol *symbol, size_t index);

typedef struct {
    u16 flags, index, count;
    u32 hash;
    u64 offset;        /* of this record in its section */
    const char *name;  /* first name, or the needed file */
    u64 entries, next; /* offsets in the section; `next` is 0 at the end */
} VersionRecord;

bool read_verdef(const Elf *elf, const ElfSection *section, u64 offset, VersionRecord *record);
bool read_verdaux(const Elf *elf, const ElfSection *section, u64 offset, VersionRecord *record);
bool read_verneed(const Elf *elf, const ElfSection *section, u64 offset, VersionRecord *record);
bool read_vernaux(const Elf *elf, const ElfSection *section, u64 offset, VersionRecord *record);

#endif
