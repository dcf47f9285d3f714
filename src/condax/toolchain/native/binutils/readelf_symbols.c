/* readelf -s, --dyn-syms and -I. */
#include "readelf_tables.h"

static const char *symbol_type_name(const Elf *elf, u8 type)
{
    static const char *const names[] = {"NOTYPE", "OBJECT", "FUNC", "SECTION", "FILE", "COMMON",
                                        "TLS"};
    if (type < sizeof names / sizeof *names)
        return names[type];
    u8 abi = elf->header.ident[EI_OSABI];
    if (type == STT_GNU_IFUNC && (abi == 3 || abi == 9))
        return "IFUNC";
    return format_text(type >= 13 ? "<processor specific>: %d"
                       : type >= 10 ? "<OS specific>: %d" : "<unknown>: %d", type);
}

static const char *binding_name(const Elf *elf, u8 binding)
{
    u8 abi = elf->header.ident[EI_OSABI];
    switch (binding) {
    case STB_LOCAL: return "LOCAL";
    case STB_GLOBAL: return "GLOBAL";
    case STB_WEAK: return "WEAK";
    default: break;
    }
    if (binding == STB_GNU_UNIQUE && abi == 3)
        return "UNIQUE";
    return format_text(binding >= 13 ? "<processor specific>: %d"
                       : binding >= 10 ? "<OS specific>: %d" : "<unknown>: %d", binding);
}

static const char *section_label(const Elf *elf, u32 section)
{
    switch (section) {
    case SHN_UNDEF: return "UND";
    case SHN_ABS: return "ABS";
    case SHN_COMMON: return "COM";
    default: break;
    }
    if (section == SHN_X86_64_LCOMMON && elf->header.machine == EM_X86_64)
        return "LARGE_COM";
    if (section >= SHN_LORESERVE)
        return format_text(section < 0xffffff20u ? "PRC[0x%04x]"
                           : section < 0xffffff40u ? "OS [0x%04x]" : "RSV[0x%04x]",
                           section & 0xffff);
    return format_text("%3u", section);
}

/* What processors keep in st_other besides the visibility. */
static const char *other_text(const Elf *elf, u8 other)
{
    u8 rest = other & ~3u;
    if (!rest)
        return NULL;
    if (elf->header.machine == EM_PPC64) {
        unsigned code = other >> 5;
        if (code > 1 && code < 7)
            return format_text("<localentry>: %u", 1u << code);
        if (code == 1)
            return "<localentry>: 1";
    }
    if (elf->header.machine == EM_AARCH64 && rest == 0x80)
        return "VARIANT_PCS";
    if (elf->header.machine == EM_RISCV && rest == 0x80)
        return "VARIANT_CC";
    return format_text("<other>: %x", rest);
}

static void print_size(u64 size)
{
    /* The column has five places; larger sizes are shorter in hexadecimal. */
    if (size <= 99999)
        printf("%5" PRIu64, size);
    else
        printf("0x%" PRIx64, size);
}

typedef struct {
    const ReadelfOptions *options;
    const Elf *elf;
    VersionTable versions;
} SymbolPrinter;

/* Versions are never cut; the name gets what room they leave. */
static void print_versioned_name(const SymbolPrinter *p, const ElfSymbol *symbol, size_t index)
{
    const char *name = symbol_name(p->elf, symbol);
    const char *suffix = p->versions.elf ? version_suffix(&p->versions, symbol, index) : "";
    SymbolVersion version = p->versions.elf ? symbol_version(&p->versions, index)
                                            : (SymbolVersion){0};
    bool needed = *suffix && !version.defined_here;
    char number[16] = "";
    if (needed)
        snprintf(number, sizeof number, " (%u)", version.index);
    /* GNU lets the width go below zero and then pads to its size; scripts may count columns. */
    int room = p->options->wide ? 21 : 21 - (int)strlen(suffix) - (int)strlen(number);
    if (room)
        print_symbol_name(p->options, room, name);
    printf("%s%s", suffix, number);
}

static void print_symbol(const SymbolPrinter *p, const ElfSymbol *symbol, size_t index)
{
    static const char *const visibilities[] = {"DEFAULT", "INTERNAL", "HIDDEN", "PROTECTED"};
    const char *other = other_text(p->elf, symbol->other);
    printf("%6zu: ", index);
    printf(p->elf->is64 ? "%16.16" PRIx64 " " : "%8.8" PRIx64 " ", symbol->value);
    print_size(symbol->size);
    printf(" %-7s", symbol_type_name(p->elf, symbol_type(symbol)));
    printf(" %-6s", binding_name(p->elf, symbol_binding(symbol)));
    printf(" %-7s", visibilities[symbol->other & 3]);
    if (other)
        printf(" %-10s ", format_text("[%s]", other));
    printf(" %4s ", section_label(p->elf, symbol->section));
    print_versioned_name(p, symbol, index);
    printf("\n");
}

void print_symbol_tables(const ReadelfOptions *o, const Elf *elf)
{
    bool found = false;
    for (u32 i = 1; i < elf->section_count; i++) {
        const ElfSection *section = &elf->sections[i];
        bool dynamic = section->type == SHT_DYNSYM;
        if (!dynamic && section->type != SHT_SYMTAB)
            continue;
        found = true;
        if (!o->symbols && !dynamic)
            continue;
        ElfSymbols symbols = elf_symbols_of(elf, i);
        SymbolPrinter printer = {.options = o, .elf = elf};
        if (dynamic)
            printer.versions = read_versions(elf);
        printf(symbols.count == 1 ? "\nSymbol table '%s' contains %zu entry:\n"
                                  : "\nSymbol table '%s' contains %zu entries:\n",
               section->name, symbols.count);
        printf(elf->is64 ? "   Num:    Value          Size Type    Bind   Vis      Ndx Name\n"
                         : "   Num:    Value  Size Type    Bind   Vis      Ndx Name\n");
        for (size_t j = 0; j < symbols.count; j++)
            print_symbol(&printer, &symbols.items[j], j);
    }
    if (!found && elf->header.type != ET_REL && o->symbols && !elf->section_count)
        printf("\nDynamic symbol information is not available for displaying symbols.\n");
}

typedef struct {
    u32 *lengths; /* by bucket */
    u32 buckets, longest, symbols;
} Histogram;

static void print_histogram(const Histogram *h, const char *title)
{
    u32 *counts = allocate_array(h->longest + 1u, sizeof *counts);
    printf(h->buckets == 1 ? "\nHistogram for %sbucket list length (total of %u bucket):\n"
                           : "\nHistogram for %sbucket list length (total of %u buckets):\n",
           title, h->buckets);
    printf(" Length  Number     %% of total  Coverage\n");
    for (u32 i = 0; i < h->buckets; i++)
        counts[h->lengths[i]]++;
    u64 covered = 0;
    for (u32 i = 0; i <= h->longest; i++) {
        if (!i) {
            printf("      0  %-10u (%5.1f%%)\n", counts[0], counts[0] * 100.0 / h->buckets);
            continue;
        }
        covered += (u64)counts[i] * i;
        printf("%7u  %-10u (%5.1f%%)    %5.1f%%\n", i, counts[i], counts[i] * 100.0 / h->buckets,
               covered * 100.0 / h->symbols);
    }
}

static void add_length(Histogram *h, u32 bucket, u32 length)
{
    h->lengths[bucket] = length;
    h->symbols += length;
    if (length > h->longest)
        h->longest = length;
}

/* Words have 4 bytes except in GNU's s390x files. */
static u64 hash_word(const Elf *elf, const ElfSection *section, u64 index)
{
    Span data = elf_section_data(elf, section);
    u64 size = section->entsize == 8 ? 8 : 4;
    if (index >= data.size / size)
        return 0;
    return size == 8 ? get64(data.data + index * 8, elf->big)
                     : get32(data.data + index * 4, elf->big);
}

static void print_sysv_histogram(const Elf *elf, const ElfSection *section)
{
    u64 words = elf_section_data(elf, section).size / (section->entsize == 8 ? 8 : 4);
    u64 buckets = hash_word(elf, section, 0), chains = hash_word(elf, section, 1);
    if (!buckets || buckets > words || chains > words || buckets + chains + 2 > words)
        return;
    Histogram h = {.buckets = (u32)buckets, .lengths = allocate_array(buckets, sizeof(u32))};
    for (u32 i = 0; i < buckets; i++) {
        u32 length = 0;
        u64 at = hash_word(elf, section, 2 + (u64)i);
        /* A damaged chain may be a ring. */
        for (; at && at < chains && length <= chains; length++)
            at = hash_word(elf, section, 2 + buckets + at);
        add_length(&h, i, length);
    }
    if (h.symbols)
        print_histogram(&h, "");
}

static void print_gnu_histogram(const Elf *elf, const ElfSection *section)
{
    Span data = elf_section_data(elf, section);
    if (data.size < 16)
        return;
    u32 buckets = get32(data.data, elf->big), first = get32(data.data + 4, elf->big);
    u64 filters = get32(data.data + 8, elf->big), start = 16 + filters * (elf->is64 ? 8 : 4);
    u64 chains = start + (u64)buckets * 4;
    if (!buckets || chains > data.size)
        return;
    Histogram h = {.buckets = buckets, .lengths = allocate_array(buckets, sizeof(u32))};
    for (u32 i = 0; i < buckets; i++) {
        u32 length = 0, at = get32(data.data + start + (u64)i * 4, elf->big);
        u64 offset = chains + ((u64)at - first) * 4;
        while (at >= first && span_contains(data, offset, 4)) {
            length++;
            /* The lowest bit ends a chain. */
            if (get32(data.data + offset, elf->big) & 1)
                break;
            offset += 4;
        }
        add_length(&h, i, length);
    }
    if (h.symbols)
        print_histogram(&h, format_text("`%s' ", section->name));
}

void print_histograms(const Elf *elf)
{
    const ElfSection *sysv = elf_find_type(elf, SHT_HASH);
    const ElfSection *gnu = elf_find_type(elf, SHT_GNU_HASH);
    if (sysv)
        print_sysv_histogram(elf, sysv);
    if (gnu)
        print_gnu_histogram(elf, gnu);
}
