/* objdump -t, -T, -r and -R. */
#include "objdump_tables.h"

const char *bfd_version(const VersionTable *table, size_t index, bool *hidden)
{
    SymbolVersion version = symbol_version(table, index);
    *hidden = version.hidden;
    if (!version.index)
        return "";
    if (version.index == 1 && (!version.name || version.base))
        return "Base";
    if (!version.name)
        return "<corrupt>";
    *hidden |= !version.defined_here;
    return version.name;
}

static char scope_letter(const ElfSymbol *symbol)
{
    if (symbol->section == SHN_UNDEF || is_common(symbol))
        return ' ';
    switch (symbol_binding(symbol)) {
    case STB_LOCAL: return 'l';
    case STB_GLOBAL: return 'g';
    case STB_GNU_UNIQUE: return 'u';
    default: return ' ';
    }
}

static char kind_letter(const ElfSymbol *symbol)
{
    switch (symbol_type(symbol)) {
    case STT_FUNC: return 'F';
    case STT_FILE: return 'f';
    case STT_OBJECT: case STT_COMMON: return 'O';
    default: return ' ';
    }
}

static const char *bfd_section_label(const Elf *elf, const ElfSymbol *symbol)
{
    if (symbol->section == SHN_UNDEF)
        return "*UND*";
    if (is_common(symbol))
        return symbol->section == SHN_COMMON ? "*COM*" : "LARGE_COMMON";
    const ElfSection *section = elf_section_at(elf, symbol->section);
    return section ? section->name : "*ABS*";
}

static void print_symbol_version(const VersionTable *versions, size_t index, bool dynamic)
{
    bool hidden = false;
    const char *version = dynamic ? bfd_version(versions, index, &hidden) : "";
    if (!hidden) {
        printf("  %-11s", version);
        return;
    }
    int padding = 10 - (int)strlen(version);
    printf(" (%s)%*s", version, padding > 0 ? padding : 0, "");
}

static void print_other(u8 other)
{
    switch (other) {
    case STV_DEFAULT: break;
    case STV_INTERNAL: printf(" .internal"); break;
    case STV_HIDDEN: printf(" .hidden"); break;
    case STV_PROTECTED: printf(" .protected"); break;
    default: printf(" 0x%02x", other);
    }
}

typedef struct {
    const Elf *elf;
    VersionTable versions;
    bool dynamic, versioned;
} SymbolDumper;

static void dump_symbol(const SymbolDumper *d, const ElfSymbol *symbol, size_t index)
{
    int width = d->elf->is64 ? 16 : 8;
    u8 type = symbol_type(symbol);
    bool debug = type == STT_SECTION || type == STT_FILE;
    /* A common symbol's value is its alignment; BFD prints the size first. */
    u64 value = is_common(symbol) ? symbol->size : symbol->value;
    u64 size = is_common(symbol) ? symbol->value : symbol->size;
    printf("%0*" PRIx64 " %c%c  %c%c%c %s\t%0*" PRIx64, width, value, scope_letter(symbol),
           symbol_binding(symbol) == STB_WEAK ? 'w' : ' ', type == STT_GNU_IFUNC ? 'i' : ' ',
           debug ? 'd' : d->dynamic ? 'D' : ' ', kind_letter(symbol),
           bfd_section_label(d->elf, symbol), width, size);
    if (d->versioned)
        print_symbol_version(&d->versions, index, d->dynamic);
    print_other(symbol->other);
    printf(" %s\n", symbol_name(d->elf, symbol));
}

void dump_symbols(const ObjdumpOptions *o, const Input *input, bool dynamic)
{
    const Elf *elf = &input->elf;
    ElfSymbols symbols = elf_symbols(elf, dynamic ? SHT_DYNSYM : SHT_SYMTAB);
    SymbolDumper dumper = {.elf = elf, .dynamic = dynamic};
    dumper.versions = read_versions(elf);
    dumper.versioned = dumper.versions.indexes.data && dumper.versions.count;
    printf(dynamic ? "DYNAMIC SYMBOL TABLE:\n" : "SYMBOL TABLE:\n");
    if (dynamic && !elf_find_type(elf, SHT_DYNSYM))
        complain("%s: not a dynamic object", input->member ? input->member : input->path);
    if (symbols.count <= 1)
        printf("no symbols\n");
    for (size_t i = 1; i < symbols.count; i++) {
        const ElfSymbol *symbol = &symbols.items[i];
        bool selected = is_selected(o, elf_section_name(elf, symbol->section));
        if (selected && (o->special_symbols || !is_special_symbol(elf, symbol)))
            dump_symbol(&dumper, symbol, i);
    }
    printf("\n\n");
}

typedef struct {
    const Elf *elf;
    ElfSymbols symbols;
    VersionTable versions; /* for dynamic relocations */
} RelocationDumper;

static const char *symbol_text(const RelocationDumper *d, u32 index)
{
    if (!index || index >= d->symbols.count)
        return "*ABS*";
    const ElfSymbol *symbol = &d->symbols.items[index];
    const char *name = symbol_name(d->elf, symbol);
    bool hidden;
    if (!d->versions.elf || !d->versions.indexes.data)
        return name;
    const char *version = bfd_version(&d->versions, index, &hidden);
    bool needed = hidden || symbol->section == SHN_UNDEF;
    return *version ? format_text("%s%s%s", name, needed ? "@" : "@@", version) : name;
}

static void dump_relocation(const RelocationDumper *d, const ElfReloc *r)
{
    int width = d->elf->is64 ? 16 : 8;
    const char *name = relocation_name(d->elf->header.machine, r->type);
    printf("%0*" PRIx64 " %-16s  %s", width, r->offset,
           name ? name : format_text("*unknown*"), symbol_text(d, r->symbol));
    u64 addend = r->addend < 0 ? -(u64)r->addend : (u64)r->addend;
    if (!d->elf->is64)
        addend &= 0xffffffff;
    if (addend)
        printf("%c0x%0*" PRIx64, r->addend < 0 ? '-' : '+', width, addend);
    printf("\n");
}

static void dump_relocation_rows(const RelocationDumper *d, const ElfSection *section)
{
    ElfRelocs relocs = elf_relocs_of(d->elf, section);
    const ElfSection *target = elf_section_at(d->elf, section->info);
    /* In a linked file kept relocations hold addresses; BFD prints offsets in the section. */
    u64 base = target && !d->versions.elf && !is_relocatable(d->elf) ? target->addr : 0;
    printf("OFFSET %*s TYPE %*s VALUE\n", d->elf->is64 ? 9 : 1, "", 12, "");
    for (size_t i = 0; i < relocs.count; i++) {
        relocs.items[i].offset -= base;
        dump_relocation(d, &relocs.items[i]);
    }
}

void dump_relocations(const ObjdumpOptions *o, const Elf *elf)
{
    size_t count;
    const u32 *order = listed_sections(elf, &count);
    for (size_t i = 0; i < count; i++) {
        const ElfSection *relocations = relocations_for(elf, order[i]);
        if (!relocations || !is_selected(o, elf->sections[order[i]].name))
            continue;
        RelocationDumper dumper = {.elf = elf};
        dumper.symbols = elf_symbols_of(elf, relocations->link);
        printf("RELOCATION RECORDS FOR [%s]:", elf->sections[order[i]].name);
        if (!relocations->size) {
            printf(" (none)\n\n");
            continue;
        }
        printf("\n");
        dump_relocation_rows(&dumper, relocations);
        printf("\n\n");
    }
}

void dump_dynamic_relocations(const Input *input)
{
    const Elf *elf = &input->elf;
    RelocationDumper dumper = {.elf = elf};
    if (!elf_find_type(elf, SHT_DYNSYM)) {
        warn("%s: not a dynamic object", input->member ? input->member : input->path);
        complain("%s: invalid operation", input->member ? input->member : input->path);
        return;
    }
    dumper.symbols = elf_symbols(elf, SHT_DYNSYM);
    dumper.versions = read_versions(elf);
    printf("DYNAMIC RELOCATION RECORDS");
    bool found = false;
    for (u32 i = 1; i < elf->section_count; i++) {
        const ElfSection *section = &elf->sections[i];
        if (section->link != dumper.symbols.section || !section->size ||
            (section->type != SHT_REL && section->type != SHT_RELA))
            continue;
        if (!found) {
            printf("\n");
            dump_relocation_rows(&dumper, section);
        } else {
            ElfRelocs relocs = elf_relocs_of(elf, section);
            for (size_t j = 0; j < relocs.count; j++)
                dump_relocation(&dumper, &relocs.items[j]);
        }
        found = true;
    }
    printf(found ? "\n\n" : " (none)\n\n");
}
