/* GNU symbol versions: the tables that `.gnu.version*` sections hold. */
#include "sections.h"

static const char *linked_string(const Elf *elf, const ElfSection *section, u32 offset)
{
    const char *text = string_at(elf_section_data(elf, elf_section_at(elf, section->link)), offset);
    return text ? text : "<corrupt>";
}

static const u8 *record_at(const Elf *elf, const ElfSection *section, u64 offset, size_t size)
{
    Span data = elf_section_data(elf, section);
    return span_contains(data, offset, size) ? data.data + offset : NULL;
}

/* Records link forward only, so a damaged chain cannot loop. */
static u64 link_offset(u64 offset, u32 distance)
{
    return distance ? offset + distance : 0;
}

bool read_verdef(const Elf *elf, const ElfSection *section, u64 offset, VersionRecord *record)
{
    const u8 *b = record_at(elf, section, offset, 20);
    if (!b)
        return false;
    *record = (VersionRecord){
        .flags = get16(b + 2, elf->big),
        .index = get16(b + 4, elf->big),
        .count = get16(b + 6, elf->big),
        .hash = get32(b + 8, elf->big),
        .offset = offset,
        .name = "",
        .entries = offset + get32(b + 12, elf->big),
        .next = link_offset(offset, get32(b + 16, elf->big)),
    };
    VersionRecord first;
    if (record->count && read_verdaux(elf, section, record->entries, &first))
        record->name = first.name;
    return true;
}

bool read_verdaux(const Elf *elf, const ElfSection *section, u64 offset, VersionRecord *record)
{
    const u8 *b = record_at(elf, section, offset, 8);
    if (!b)
        return false;
    *record = (VersionRecord){
        .offset = offset,
        .name = linked_string(elf, section, get32(b, elf->big)),
        .next = link_offset(offset, get32(b + 4, elf->big)),
    };
    return true;
}

bool read_verneed(const Elf *elf, const ElfSection *section, u64 offset, VersionRecord *record)
{
    const u8 *b = record_at(elf, section, offset, 16);
    if (!b)
        return false;
    *record = (VersionRecord){
        .index = get16(b, elf->big),
        .count = get16(b + 2, elf->big),
        .offset = offset,
        .name = linked_string(elf, section, get32(b + 4, elf->big)),
        .entries = offset + get32(b + 8, elf->big),
        .next = link_offset(offset, get32(b + 12, elf->big)),
    };
    return true;
}

bool read_vernaux(const Elf *elf, const ElfSection *section, u64 offset, VersionRecord *record)
{
    const u8 *b = record_at(elf, section, offset, 16);
    if (!b)
        return false;
    *record = (VersionRecord){
        .hash = get32(b, elf->big),
        .flags = get16(b + 4, elf->big),
        .index = get16(b + 6, elf->big),
        .offset = offset,
        .name = linked_string(elf, section, get32(b + 8, elf->big)),
        .next = link_offset(offset, get32(b + 12, elf->big)),
    };
    return true;
}

static void set_version(VersionTable *table, const SymbolVersion *version)
{
    if (version->index >= table->count) {
        size_t count = version->index + 1u;
        table->versions = resize(table->versions, count * sizeof *table->versions);
        memset(table->versions + table->count, 0,
               (count - table->count) * sizeof *table->versions);
        table->count = count;
    }
    table->versions[version->index] = *version;
}

static void read_definitions(VersionTable *table, const ElfSection *section)
{
    VersionRecord definition;
    for (u64 at = 0; read_verdef(table->elf, section, at, &definition); at = definition.next) {
        SymbolVersion version = {
            .name = definition.name,
            .index = definition.index & VERSION_INDEX_MASK,
            .base = definition.flags & VER_FLG_BASE,
            .defined_here = true,
        };
        set_version(table, &version);
        if (!definition.next)
            return;
    }
}

static void read_needs(VersionTable *table, const ElfSection *section)
{
    VersionRecord need, entry;
    for (u64 at = 0; read_verneed(table->elf, section, at, &need); at = need.next) {
        u64 entry_at = need.entries;
        for (u32 i = 0; i < need.count; i++, entry_at = entry.next) {
            if (!read_vernaux(table->elf, section, entry_at, &entry))
                break;
            SymbolVersion version = {
                .name = entry.name,
                .file = need.name,
                .index = entry.index & VERSION_INDEX_MASK,
            };
            set_version(table, &version);
            if (!entry.next)
                break;
        }
        if (!need.next)
            return;
    }
}

VersionTable read_versions(const Elf *elf)
{
    VersionTable table = {.elf = elf};
    const ElfSection *indexes = elf_find_type(elf, SHT_GNU_versym);
    const ElfSection *definitions = elf_find_type(elf, SHT_GNU_verdef);
    const ElfSection *needs = elf_find_type(elf, SHT_GNU_verneed);
    table.indexes = elf_section_data(elf, indexes);
    if (definitions)
        read_definitions(&table, definitions);
    if (needs)
        read_needs(&table, needs);
    return table;
}

SymbolVersion symbol_version(const VersionTable *table, size_t symbol_index)
{
    if (!span_contains(table->indexes, (u64)symbol_index * 2, 2))
        return (SymbolVersion){0};
    u16 raw = get16(table->indexes.data + symbol_index * 2, table->elf->big);
    u16 index = raw & VERSION_INDEX_MASK;
    SymbolVersion version = {0};
    if (index > 0 && index < table->count)
        version = table->versions[index];
    version.index = index;
    version.hidden = raw & VERSION_HIDDEN;
    return version;
}

const char *version_suffix(const VersionTable *table, const ElfSymbol *symbol, size_t index)
{
    SymbolVersion version = symbol_version(table, index);
    /* The symbol that stands for the version itself carries no suffix. */
    if (!version.name || version.base || version.index < 2 || !strcmp(version.name, symbol->name))
        return "";
    bool needed = symbol->section == SHN_UNDEF || version.hidden || !version.defined_here;
    return format_text("%s%s", needed ? "@" : "@@", version.name);
}
