/* readelf -r. */
#include "readelf_tables.h"

typedef struct {
    const ReadelfOptions *options;
    const Elf *elf;
    ElfSymbols symbols;
    VersionTable versions;
    bool has_addend;
} RelocationPrinter;

static void print_relocation_heading(const RelocationPrinter *p)
{
    bool wide = p->options->wide;
    if (p->elf->is64 && wide)
        printf(p->has_addend ? "    Offset             Info             Type               "
                               "Symbol's Value  Symbol's Name + Addend\n"
                             : "    Offset             Info             Type               "
                               "Symbol's Value  Symbol's Name\n");
    else if (p->elf->is64)
        printf(p->has_addend
                   ? "  Offset          Info           Type           Sym. Value    "
                     "Sym. Name + Addend\n"
                   : "  Offset          Info           Type           Sym. Value    Sym. Name\n");
    else if (wide)
        printf(p->has_addend
                   ? " Offset     Info    Type                Sym. Value  Symbol's Name + Addend\n"
                   : " Offset     Info    Type                Sym. Value  Symbol's Name\n");
    else
        printf(p->has_addend
                   ? " Offset     Info    Type            Sym.Value  Sym. Name + Addend\n"
                   : " Offset     Info    Type            Sym.Value  Sym. Name\n");
}

static void print_address(const RelocationPrinter *p, u64 value)
{
    printf(p->elf->is64 ? "%16.16" PRIx64 : "%8.8" PRIx64, value);
}

/* Versions follow the name and are never cut. */
static void print_relocation_name(const RelocationPrinter *p, int width, const ElfSymbol *symbol,
                                  u32 index)
{
    const char *name = symbol_name(p->elf, symbol);
    print_symbol_name(p->options, width, *name ? name : "<null>");
    if (p->versions.elf)
        printf("%s", version_suffix(&p->versions, symbol, index));
}

/* An indirect function has no value before its resolver ran: the column names it instead. */
static void print_relocation_value(const RelocationPrinter *p, const ElfSymbol *symbol, u32 index)
{
    int width = p->elf->is64 ? 14 : 8, size = (int)strlen(symbol->name);
    if (symbol_type(symbol) != STT_GNU_IFUNC || symbol->section == SHN_UNDEF) {
        print_address(p, symbol->value);
        printf(p->elf->is64 ? " " : "   ");
        return;
    }
    print_relocation_name(p, width, symbol, index);
    printf("%-*s ", size < width ? width - size + 2 : 2, "()");
}

static void print_addend(int64_t addend)
{
    u64 size = addend < 0 ? -(u64)addend : (u64)addend;
    printf(addend < 0 ? " - %" PRIx64 : " + %" PRIx64, size);
}

static void print_relocation_row(const RelocationPrinter *p, const ElfReloc *r)
{
    bool wide = p->options->wide;
    if (p->elf->is64 && wide)
        printf("%16.16" PRIx64 "  %16.16" PRIx64 " ", r->offset, r->info);
    else if (p->elf->is64)
        printf("%12.12" PRIx64 "  %12.12" PRIx64 " ", r->offset, r->info);
    else
        printf("%8.8" PRIx64 "  %8.8" PRIx64 " ", r->offset, r->info);
    const char *name = relocation_name(p->elf->header.machine, r->type);
    if (!name)
        printf("unrecognized: %-7x", r->type);
    else
        printf(wide ? "%-22s" : "%-17.17s", name);
    if (r->symbol && r->symbol < p->symbols.count) {
        const ElfSymbol *symbol = &p->symbols.items[r->symbol];
        printf(" ");
        print_relocation_value(p, symbol, r->symbol);
        print_relocation_name(p, 22, symbol, r->symbol);
        if (p->has_addend)
            print_addend(r->addend);
    } else if (r->symbol) {
        printf(" bad symbol index: %08x", r->symbol);
    } else if (p->has_addend) {
        printf("%*s", p->elf->is64 ? 20 : 12, "");
        printf(r->addend < 0 ? "-%" PRIx64 : "%" PRIx64,
               r->addend < 0 ? -(u64)r->addend : (u64)r->addend);
    }
    printf("\n");
}

static void print_relocation_section(const ReadelfOptions *o, const Elf *elf,
                                     const ElfSection *section)
{
    ElfRelocs relocs = elf_relocs_of(elf, section);
    RelocationPrinter printer = {.options = o, .elf = elf, .has_addend = relocs.has_addend};
    printer.symbols = elf_symbols_of(elf, section->link);
    const ElfSection *table = elf_section_at(elf, section->link);
    if (table && table->type == SHT_DYNSYM)
        printer.versions = read_versions(elf);
    printf("\nRelocation section '%s' at offset 0x%" PRIx64 " contains %zu %s:\n", section->name,
           section->offset, relocs.count, relocs.count == 1 ? "entry" : "entries");
    print_relocation_heading(&printer);
    for (size_t i = 0; i < relocs.count; i++)
        print_relocation_row(&printer, &relocs.items[i]);
}

/* An even entry is an address; an odd one is a bitmap of the words that follow it. */
static void print_relr_section(const Elf *elf, const ElfSection *section)
{
    Span data = elf_section_data(elf, section);
    size_t word = elf->is64 ? 8 : 4, count = data.size / word;
    u64 address = 0;
    Buffer places = {0};
    for (size_t i = 0; i < count; i++) {
        u64 entry = elf_word(elf, data.data + i * word);
        if (!(entry & 1)) {
            buffer_add(&places, &entry, sizeof entry);
            address = entry + word;
            continue;
        }
        for (u64 bits = entry >> 1, at = address; bits; bits >>= 1, at += word)
            if (bits & 1)
                buffer_add(&places, &at, sizeof at);
        address += word * (word * 8 - 1);
    }
    printf("\nRelocation section '%s' at offset 0x%" PRIx64 " contains %zu %s:\n", section->name,
           section->offset, count, count == 1 ? "entry" : "entries");
    printf("  %zu offset%s\n", places.size / 8, places.size == 8 ? "" : "s");
    for (size_t i = 0; i < places.size / 8; i++) {
        u64 place;
        memcpy(&place, places.data + i * 8, 8);
        printf(elf->is64 ? "%016" PRIx64 "\n" : "%08" PRIx64 "\n", place);
    }
}

void print_relocations(const ReadelfOptions *o, const Elf *elf)
{
    bool found = false;
    for (u32 i = 1; i < elf->section_count; i++) {
        const ElfSection *section = &elf->sections[i];
        if (!section->size)
            continue;
        if (section->type == SHT_REL || section->type == SHT_RELA)
            print_relocation_section(o, elf, section);
        else if (section->type == SHT_RELR)
            print_relr_section(elf, section);
        else
            continue;
        found = true;
    }
    if (!found)
        printf("\nThere are no relocations in this file.\n");
}
