/* readelf -x, -p, -c and -A. */
#include "readelf_tables.h"
#include "targets.h"

#include <ctype.h>

static void print_hex_dump(const Elf *elf, const ElfSection *section)
{
    Span data = elf_section_data(elf, section);
    if (!data.size) {
        printf("Section '%s' has no data to dump.\n", section->name);
        return;
    }
    printf("\nHex dump of section '%s':\n", section->name);
    u32 index = (u32)(section - elf->sections);
    if (relocations_for(elf, index))
        printf(" NOTE: This section has relocations against it, but these have NOT been applied "
               "to this dump.\n");
    for (size_t at = 0; at < data.size; at += 16) {
        printf("  0x%8.8" PRIx64 " ", section->addr + at);
        for (size_t i = 0; i < 16; i++) {
            if (at + i < data.size)
                printf("%2.2x", data.data[at + i]);
            else
                printf("  ");
            if (i % 4 == 3)
                printf(" ");
        }
        for (size_t i = 0; i < 16 && at + i < data.size; i++) {
            u8 c = data.data[at + i];
            putchar(c >= ' ' && c < 0x7f ? c : '.');
        }
        printf("\n");
    }
    printf("\n");
}

static void print_text(const u8 *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        u8 c = text[i];
        if (c < 32 && c != '\t')
            printf("^%c", c + 0x40);
        else if (c == 127)
            printf("^?");
        else
            putchar(c);
    }
}

static void print_string_dump(const Elf *elf, const ElfSection *section)
{
    Span data = elf_section_data(elf, section);
    bool found = false;
    if (!data.size) {
        printf("Section '%s' has no data to dump.\n", section->name);
        return;
    }
    printf("\nString dump of section '%s':\n", section->name);
    for (size_t at = 0; at < data.size;) {
        while (at < data.size && !isprint(data.data[at]))
            at++;
        size_t end = at;
        while (end < data.size && data.data[end] && data.data[end] != '\n')
            end++;
        if (at >= data.size)
            break;
        found = true;
        printf("  [%6zx]  ", at);
        print_text(data.data + at, end - at);
        /* A line break stays visible and ends the entry. */
        if (end < data.size && data.data[end] == '\n')
            printf("\\n");
        printf("\n");
        at = end + 1;
    }
    if (!found)
        printf("  No strings found in this section.");
    printf("\n");
}

static bool dump_matching(const Elf *elf, const DumpRequest *request)
{
    bool found = false;
    char *end;
    unsigned long number = strtoul(request->name, &end, 0);
    for (u32 i = 0; i < elf->section_count; i++) {
        bool match = *end ? !strcmp(elf->sections[i].name, request->name) : i == number;
        if (!match)
            continue;
        found = true;
        if (request->kind == 'x')
            print_hex_dump(elf, &elf->sections[i]);
        else
            print_string_dump(elf, &elf->sections[i]);
    }
    return found;
}

void print_dumps(const ReadelfOptions *o, const Elf *elf)
{
    for (size_t i = 0; i < o->dump_count; i++)
        if (!dump_matching(elf, &o->dumps[i]))
            readelf_warning("Section '%s' was not dumped because it does not exist",
                            o->dumps[i].name);
}

typedef struct {
    const Archive *archive;
    const ArchiveMember *member;
} IndexPrinter;

static void print_index_entry(void *context, const char *name, u64 offset)
{
    IndexPrinter *printer = context;
    const ArchiveMember *member = archive_member_at(printer->archive, offset);
    if (member && member != printer->member)
        printf("Contents of binary %s(%s) at offset 0x%" PRIx64 "\n", printer->archive->path,
               member->name, offset);
    printer->member = member;
    printf("\t%s\n", name);
}

static void count_entry(void *context, const char *name, u64 offset)
{
    (void)name;
    (void)offset;
    ++*(size_t *)context;
}

void print_archive_index(const Archive *archive)
{
    size_t count = 0, width = archive->index64 ? 8 : 4;
    if (!archive->index.data) {
        readelf_error("%s has no archive index", archive->path);
        return;
    }
    archive_visit_index(archive, count_entry, &count);
    size_t names = archive->index.size - width * (count + 1);
    printf("Index of archive %s: (%zu entries, 0x%zx bytes in the symbol table)\n", archive->path,
           count, names);
    IndexPrinter printer = {archive, NULL};
    archive_visit_index(archive, print_index_entry, &printer);
}

static const char *riscv_tag(u64 tag)
{
    switch (tag) {
    case 4: return "stack_align";
    case 5: return "arch";
    case 6: return "unaligned_access";
    case 8: return "priv_spec";
    case 10: return "priv_spec_minor";
    case 12: return "priv_spec_revision";
    default: return NULL;
    }
}

static void print_riscv_attribute(u64 tag, u64 value, const char *text)
{
    const char *name = riscv_tag(tag);
    if (!name && text)
        printf("  Tag_unknown_%" PRIu64 ": \"%s\"\n", tag, text);
    else if (!name)
        printf("  Tag_unknown_%" PRIu64 ": %" PRIu64 " (0x%" PRIx64 ")\n", tag, value, value);
    else if (text)
        printf("  Tag_RISCV_%s: \"%s\"\n", name, text);
    else if (tag == 4)
        printf("  Tag_RISCV_%s: %" PRIu64 "-bytes\n", name, value);
    else if (tag == 6)
        printf("  Tag_RISCV_%s: %s\n", name, value ? "Unaligned access" : "No unaligned access");
    else
        printf("  Tag_RISCV_%s: %" PRIu64 "\n", name, value);
}

static void print_power_attribute(u64 tag, u64 value)
{
    static const char *const floats[] = {"unspecified hard/soft float", "hard float", "soft float",
                                         "single-precision hard float"};
    static const char *const longs[] = {"unspecified long double", "128-bit IBM long double",
                                        "64-bit long double", "128-bit IEEE long double"};
    static const char *const vectors[] = {"unspecified", "generic", "AltiVec", "SPE"};
    static const char *const returns[] = {"unspecified", "r3/r4", "memory", "???"};
    if (tag == 4)
        printf("  Tag_GNU_Power_ABI_FP: %s, %s\n", floats[value & 3], longs[value >> 2 & 3]);
    else if (tag == 8)
        printf("  Tag_GNU_Power_ABI_Vector: %s\n", vectors[value & 3]);
    else if (tag == 12)
        printf("  Tag_GNU_Power_ABI_Struct_Return: %s\n", returns[value & 3]);
    else
        printf("  Tag_unknown_%" PRIu64 ": %" PRIu64 " (0x%" PRIx64 ")\n", tag, value, value);
}

/* A list of tags; odd ones hold texts in the RISC-V vendor's list. */
static void print_attribute_list(const Elf *elf, Span data)
{
    size_t at = 0;
    u64 tag, value = 0;
    while (read_uleb(data, &at, &tag)) {
        const char *text = NULL;
        bool riscv = elf->header.machine == EM_RISCV;
        if (riscv && tag & 1) {
            text = string_at(data, at);
            if (!text)
                return;
            at += strlen(text) + 1;
        } else if (!read_uleb(data, &at, &value)) {
            return;
        }
        if (riscv)
            print_riscv_attribute(tag, value, text);
        else
            print_power_attribute(tag, value);
    }
}

static void print_vendor(const Elf *elf, Span data)
{
    const char *vendor = string_at(data, 0);
    if (!vendor)
        return;
    printf("Attribute Section: %s\n", vendor);
    for (size_t at = strlen(vendor) + 1; span_contains(data, at, 5);) {
        u32 size = get32(data.data + at + 1, elf->big);
        if (size < 5)
            return;
        if (data.data[at] == 1) {
            printf("File Attributes\n");
            print_attribute_list(elf, span_slice(data, at + 5, size - 5));
        }
        at += size;
    }
}

void print_attributes(const Elf *elf)
{
    u16 machine = elf->header.machine;
    for (u32 i = 1; i < elf->section_count; i++) {
        const ElfSection *section = &elf->sections[i];
        bool wanted = (machine == EM_PPC64 && section->type == SHT_GNU_ATTRIBUTES) ||
                      (machine == EM_RISCV && section->type == 0x70000003);
        Span data = elf_section_data(elf, section);
        if (!wanted || !data.size || data.data[0] != 'A')
            continue;
        for (u64 at = 1; span_contains(data, at, 4);) {
            u32 size = get32(data.data + at, elf->big);
            if (size < 4)
                return;
            print_vendor(elf, span_slice(data, at + 4, size - 4));
            at += size;
        }
    }
}
