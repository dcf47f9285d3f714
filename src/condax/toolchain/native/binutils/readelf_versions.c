/* readelf -V. */
#include "readelf_tables.h"

static void print_place(const Elf *elf, const ElfSection *section)
{
    printf(elf->is64 ? " Addr: 0x%016" PRIx64 : " Addr: 0x%08" PRIx64, section->addr);
    printf("  Offset: 0x%08" PRIx64 "  Link: %u (%s)\n", section->offset, section->link,
           elf_section_name(elf, section->link));
}

static const char *flag_text(u16 flags)
{
    static const struct {
        u16 flag;
        const char *name;
    } names[] = {{VER_FLG_BASE, "BASE"}, {VER_FLG_WEAK, "WEAK"}, {4, "INFO"}};
    const char *text = NULL;
    for (size_t i = 0; i < 3; i++)
        if (flags & names[i].flag)
            text = text ? format_text("%s | %s", text, names[i].name) : names[i].name;
    return text ? text : flags ? "<unknown>" : "none";
}

static void print_definitions(const Elf *elf, const ElfSection *section)
{
    printf(section->info == 1 ? "\nVersion definition section '%s' contains %u entry:\n"
                              : "\nVersion definition section '%s' contains %u entries:\n",
           section->name, section->info);
    print_place(elf, section);
    VersionRecord definition, parent;
    for (u64 at = 0; read_verdef(elf, section, at, &definition); at = definition.next) {
        printf("  %#06" PRIx64 ": Rev: 1  Flags: %s  Index: %u  Cnt: %u  ", at,
               flag_text(definition.flags), definition.index, definition.count);
        printf("Name: %s\n", definition.name);
        bool first = read_verdaux(elf, section, definition.entries, &parent);
        for (u32 i = 1; first && i < definition.count && parent.next; i++) {
            if (!read_verdaux(elf, section, parent.next, &parent))
                break;
            printf("  %#06" PRIx64 ": Parent %u: %s\n", parent.offset, i, parent.name);
        }
        if (!definition.next)
            return;
    }
}

static void print_needs(const Elf *elf, const ElfSection *section)
{
    printf(section->info == 1 ? "\nVersion needs section '%s' contains %u entry:\n"
                              : "\nVersion needs section '%s' contains %u entries:\n",
           section->name, section->info);
    print_place(elf, section);
    VersionRecord need, entry;
    for (u64 at = 0; read_verneed(elf, section, at, &need); at = need.next) {
        printf("  %#06" PRIx64 ": Version: %u  File: %s  Cnt: %u\n", at, need.index, need.name,
               need.count);
        u64 entry_at = need.entries;
        for (u32 i = 0; i < need.count; i++, entry_at = entry.next) {
            if (!read_vernaux(elf, section, entry_at, &entry))
                break;
            printf("  %#06" PRIx64 ":   Name: %s  Flags: %s  Version: %u\n", entry_at, entry.name,
                   flag_text(entry.flags), entry.index);
            if (!entry.next)
                break;
        }
        if (!need.next)
            return;
    }
}

/* "   2h(V1)        ": index, hidden mark and name, 18 characters wide. */
static void print_version_index(const VersionTable *table, size_t number)
{
    SymbolVersion version = symbol_version(table, number);
    if (!version.index) {
        printf("   0 (*local*)    ");
    } else if (version.index == 1 && !version.hidden) {
        printf("   1 (*global*)   ");
    } else {
        int width = printf("%4x%c", version.index, version.hidden ? 'h' : ' ');
        const char *name = version.name ? version.name : "<corrupt>";
        /* GNU pads a long name by as much as it is too long. */
        width += printf("(%s%-*s", name, 12 - (int)strlen(name), ")");
        if (width < 18)
            printf("%*s", 18 - width, "");
    }
}

static void print_symbol_versions(const Elf *elf, const ElfSection *section)
{
    VersionTable table = read_versions(elf);
    Span data = elf_section_data(elf, section);
    size_t count = data.size / 2;
    printf(count == 1 ? "\nVersion symbols section '%s' contains %zu entry:\n"
                      : "\nVersion symbols section '%s' contains %zu entries:\n",
           section->name, count);
    print_place(elf, section);
    for (size_t i = 0; i < count; i += 4) {
        printf("  %03zx:", i);
        for (size_t j = i; j < i + 4 && j < count; j++)
            print_version_index(&table, j);
        printf("\n");
    }
}

void print_version_sections(const Elf *elf)
{
    bool found = false;
    for (u32 i = 1; i < elf->section_count; i++) {
        const ElfSection *section = &elf->sections[i];
        if (section->type == SHT_GNU_verdef)
            print_definitions(elf, section);
        else if (section->type == SHT_GNU_verneed)
            print_needs(elf, section);
        else if (section->type == SHT_GNU_versym)
            print_symbol_versions(elf, section);
        else
            continue;
        found = true;
    }
    if (!found)
        printf("\nNo version information found in this file.\n");
}
