/* objdump -f, -p, -h and -s. */
#include "objdump_tables.h"
#include "targets.h"

static bool has_relocations(const Elf *elf)
{
    for (u32 i = 1; i < elf->section_count; i++) {
        const ElfSection *s = &elf->sections[i];
        if ((s->type == SHT_REL || s->type == SHT_RELA) && !is_listed_section(elf, i))
            return true;
    }
    return false;
}

void dump_file_header(const Elf *elf)
{
    static const struct {
        unsigned flag;
        const char *name;
    } names[] = {{1, "HAS_RELOC"}, {2, "EXEC_P"}, {0x10, "HAS_SYMS"}, {0x40, "DYNAMIC"},
                 {0x100, "D_PAGED"}};
    u16 type = elf->header.type;
    bool symbols = elf_symbols(elf, SHT_SYMTAB).count > 1 || elf_find_type(elf, SHT_DYNSYM);
    unsigned flags = (has_relocations(elf) ? 1u : 0) | (type == ET_EXEC ? 2u : 0) |
                     (symbols ? 0x10u : 0) | (type == ET_DYN ? 0x40u : 0) |
                     (type == ET_EXEC || type == ET_DYN ? 0x100u : 0);
    printf("architecture: %s, flags 0x%08x:\n", target_of(elf)->architecture, flags);
    const char *separator = "";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (flags & names[i].flag) {
            printf("%s%s", separator, names[i].name);
            separator = ", ";
        }
    printf(elf->is64 ? "\nstart address 0x%016" PRIx64 "\n" : "\nstart address 0x%08" PRIx64 "\n",
           elf->header.entry);
}

static const char *segment_name(u32 type)
{
    switch (type) {
    case PT_NULL: return "NULL";
    case PT_LOAD: return "LOAD";
    case PT_DYNAMIC: return "DYNAMIC";
    case PT_INTERP: return "INTERP";
    case PT_NOTE: return "NOTE";
    case PT_SHLIB: return "SHLIB";
    case PT_PHDR: return "PHDR";
    case PT_TLS: return "TLS";
    case PT_GNU_EH_FRAME: return "EH_FRAME";
    case PT_GNU_STACK: return "STACK";
    case PT_GNU_RELRO: return "RELRO";
    default: return format_text("0x%x", type);
    }
}

static unsigned log_of(u64 value)
{
    unsigned power = 0;
    while (power < 63 && (u64)1 << power < value)
        power++;
    return power;
}

static void dump_segments(const Elf *elf)
{
    int width = elf->is64 ? 16 : 8;
    if (!elf->segment_count)
        return;
    printf("\nProgram Header:\n");
    for (u32 i = 0; i < elf->segment_count; i++) {
        const ElfSegment *p = &elf->segments[i];
        u32 rest = p->flags & ~(u32)(PF_R | PF_W | PF_X);
        printf("%8s off    0x%0*" PRIx64 " vaddr 0x%0*" PRIx64 " paddr 0x%0*" PRIx64
               " align 2**%u\n", segment_name(p->type), width, p->offset, width, p->vaddr, width,
               p->paddr, log_of(p->align));
        printf("         filesz 0x%0*" PRIx64 " memsz 0x%0*" PRIx64 " flags %c%c%c", width,
               p->filesz, width, p->memsz, p->flags & PF_R ? 'r' : '-',
               p->flags & PF_W ? 'w' : '-', p->flags & PF_X ? 'x' : '-');
        if (rest)
            printf(" %x", rest);
        printf("\n");
    }
}

typedef struct {
    int64_t tag;
    const char *name;
} TagName;

static const TagName tag_names[] = {
    {DT_NEEDED, "NEEDED"}, {DT_PLTRELSZ, "PLTRELSZ"}, {DT_PLTGOT, "PLTGOT"}, {DT_HASH, "HASH"},
    {DT_STRTAB, "STRTAB"}, {DT_SYMTAB, "SYMTAB"}, {DT_RELA, "RELA"}, {DT_RELASZ, "RELASZ"},
    {DT_RELAENT, "RELAENT"}, {DT_STRSZ, "STRSZ"}, {DT_SYMENT, "SYMENT"}, {DT_INIT, "INIT"},
    {DT_FINI, "FINI"}, {DT_SONAME, "SONAME"}, {DT_RPATH, "RPATH"}, {DT_SYMBOLIC, "SYMBOLIC"},
    {DT_REL, "REL"}, {DT_RELSZ, "RELSZ"}, {DT_RELENT, "RELENT"}, {DT_RELR, "RELR"},
    {DT_RELRSZ, "RELRSZ"}, {DT_RELRENT, "RELRENT"}, {DT_PLTREL, "PLTREL"}, {DT_DEBUG, "DEBUG"},
    {DT_TEXTREL, "TEXTREL"}, {DT_JMPREL, "JMPREL"}, {DT_BIND_NOW, "BIND_NOW"},
    {DT_INIT_ARRAY, "INIT_ARRAY"}, {DT_FINI_ARRAY, "FINI_ARRAY"},
    {DT_INIT_ARRAYSZ, "INIT_ARRAYSZ"}, {DT_FINI_ARRAYSZ, "FINI_ARRAYSZ"},
    {DT_RUNPATH, "RUNPATH"}, {DT_FLAGS, "FLAGS"}, {DT_PREINIT_ARRAY, "PREINIT_ARRAY"},
    {DT_PREINIT_ARRAYSZ, "PREINIT_ARRAYSZ"}, {DT_SYMTAB_SHNDX, "SYMTAB_SHNDX"},
    {DT_CONFIG, "CONFIG"}, {DT_DEPAUDIT, "DEPAUDIT"}, {DT_AUDIT, "AUDIT"},
    {DT_RELACOUNT, "RELACOUNT"}, {DT_RELCOUNT, "RELCOUNT"}, {DT_FLAGS_1, "FLAGS_1"},
    {DT_VERSYM, "VERSYM"}, {DT_VERDEF, "VERDEF"}, {DT_VERDEFNUM, "VERDEFNUM"},
    {DT_VERNEED, "VERNEED"}, {DT_VERNEEDNUM, "VERNEEDNUM"}, {DT_AUXILIARY, "AUXILIARY"},
    {DT_USED, "USED"}, {DT_FILTER, "FILTER"}, {DT_GNU_HASH, "GNU_HASH"},
};

static bool is_text_tag(int64_t tag)
{
    return tag == DT_NEEDED || tag == DT_SONAME || tag == DT_RPATH || tag == DT_RUNPATH ||
           tag == DT_CONFIG || tag == DT_DEPAUDIT || tag == DT_AUDIT || tag == DT_AUXILIARY ||
           tag == DT_FILTER;
}

static const char *dynamic_name(int64_t tag)
{
    for (size_t i = 0; i < sizeof tag_names / sizeof *tag_names; i++)
        if (tag_names[i].tag == tag)
            return tag_names[i].name;
    return format_text("%#" PRIx64, (u64)tag);
}

static void dump_dynamic(const Elf *elf)
{
    size_t count;
    Span strings;
    const ElfDynamic *items = elf_dynamic(elf, &count, &strings);
    if (!elf_find_type(elf, SHT_DYNAMIC))
        return;
    printf("\nDynamic Section:\n");
    for (size_t i = 0; i < count && items[i].tag != DT_NULL; i++) {
        const char *text = is_text_tag(items[i].tag) ? string_at(strings, items[i].value) : NULL;
        printf("  %-20s ", dynamic_name(items[i].tag));
        if (text)
            printf("%s\n", text);
        else
            printf(elf->is64 ? "0x%016" PRIx64 "\n" : "0x%08" PRIx64 "\n", items[i].value);
    }
}

static void dump_definitions(const Elf *elf, const ElfSection *section)
{
    VersionRecord definition, parent;
    printf("\nVersion definitions:\n");
    for (u64 at = 0; read_verdef(elf, section, at, &definition); at = definition.next) {
        printf("%u 0x%2.2x 0x%8.8x %s\n", definition.index, definition.flags, definition.hash,
               definition.name);
        bool more = read_verdaux(elf, section, definition.entries, &parent) && parent.next;
        if (more && definition.count > 1) {
            printf("\t");
            for (u32 i = 1; i < definition.count && parent.next; i++) {
                if (!read_verdaux(elf, section, parent.next, &parent))
                    break;
                printf("%s ", parent.name);
            }
            printf("\n");
        }
        if (!definition.next)
            return;
    }
}

static void dump_needs(const Elf *elf, const ElfSection *section)
{
    VersionRecord need, entry;
    printf("\nVersion References:\n");
    for (u64 at = 0; read_verneed(elf, section, at, &need); at = need.next) {
        printf("  required from %s:\n", need.name);
        u64 entry_at = need.entries;
        for (u32 i = 0; i < need.count; i++, entry_at = entry.next) {
            if (!read_vernaux(elf, section, entry_at, &entry))
                break;
            printf("    0x%8.8x 0x%2.2x %2.2u %s\n", entry.hash, entry.flags, entry.index,
                   entry.name);
            if (!entry.next)
                break;
        }
        if (!need.next)
            return;
    }
}

static void dump_machine_flags(const Elf *elf)
{
    u32 flags = elf->header.flags;
    if (elf->header.machine == EM_AARCH64)
        printf("private flags = 0x%x:\n", flags);
    else if (elf->header.machine == EM_PPC64 && flags)
        printf("private flags = 0x%x:%s\n", flags,
               flags & 3 ? format_text(" [abiv%u]", flags & 3) : "");
}

void dump_private_headers(const Elf *elf)
{
    const ElfSection *definitions = elf_find_type(elf, SHT_GNU_verdef);
    const ElfSection *needs = elf_find_type(elf, SHT_GNU_verneed);
    dump_segments(elf);
    dump_dynamic(elf);
    if (definitions)
        dump_definitions(elf, definitions);
    if (needs)
        dump_needs(elf, needs);
    dump_machine_flags(elf);
}

static void print_section_flags(const Elf *elf, u32 index)
{
    static const struct {
        unsigned flag;
        const char *name;
    } names[] = {
        {SEC_CONTENTS, "CONTENTS"}, {SEC_ALLOC, "ALLOC"}, {SEC_LOAD, "LOAD"},
        {SEC_RELOC, "RELOC"}, {SEC_READONLY, "READONLY"}, {SEC_CODE, "CODE"},
        {SEC_DATA, "DATA"}, {SEC_DEBUGGING, "DEBUGGING"}, {SEC_EXCLUDE, "EXCLUDE"},
        {SEC_OCTETS, "OCTETS"}, {SEC_THREAD_LOCAL, "THREAD_LOCAL"}, {SEC_GROUP, "GROUP"},
        {SEC_LINK_ONCE, "LINK_ONCE_DISCARD"},
    };
    unsigned flags = section_flags(&elf->sections[index]);
    const char *separator = "";
    if (relocations_for(elf, index))
        flags |= SEC_RELOC;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (flags & names[i].flag) {
            printf("%s%s", separator, names[i].name);
            separator = ", ";
        }
}

void dump_section_headers(const ObjdumpOptions *o, const Elf *elf)
{
    size_t count;
    const u32 *order = listed_sections(elf, &count);
    int name_width = 13, width = elf->is64 ? 16 : 8;
    for (size_t i = 0; o->wide && i < count; i++)
        if ((int)strlen(elf->sections[order[i]].name) > name_width)
            name_width = (int)strlen(elf->sections[order[i]].name);
    printf("Sections:\nIdx %-*s Size      %-*s%-*sFile off  Algn", name_width, "Name", width + 2,
           "VMA", width + 2, "LMA");
    printf(o->wide ? "  Flags\n" : "\n");
    for (size_t i = 0; i < count; i++) {
        const ElfSection *s = &elf->sections[order[i]];
        if (!is_selected(o, s->name))
            continue;
        printf("%3zu %-*s %08" PRIx64 "  %0*" PRIx64 "  %0*" PRIx64 "  %08" PRIx64 "  2**%u", i,
               name_width, s->name, s->size, width, s->addr, width, load_address(elf, s),
               s->offset, log_of(s->align));
        printf(o->wide ? "  " : "\n                  ");
        print_section_flags(elf, order[i]);
        printf("\n");
    }
}

static int digits_of(u64 value)
{
    int digits = 1;
    while (value >>= 4)
        digits++;
    return digits;
}

static void dump_lines(const ElfSection *section, Span data, u64 start, u64 stop)
{
    int width = 4;
    if (digits_of(section->addr + start) > width)
        width = digits_of(section->addr + start);
    if (digits_of(section->addr + stop - 1) > width)
        width = digits_of(section->addr + stop - 1);
    for (u64 at = start; at < stop; at += 16) {
        printf(" %0*" PRIx64 " ", width, section->addr + at);
        for (u64 i = at; i < at + 16; i++) {
            if (i < stop)
                printf("%02x", data.data[i]);
            else
                printf("  ");
            if ((i - at) % 4 == 3)
                printf(" ");
        }
        printf(" ");
        for (u64 i = at; i < at + 16; i++)
            putchar(i >= stop ? ' ' : data.data[i] >= 32 && data.data[i] < 127 ? data.data[i]
                                                                                : '.');
        printf("\n");
    }
}

void dump_contents(const ObjdumpOptions *o, const Elf *elf)
{
    size_t count;
    const u32 *order = listed_sections(elf, &count);
    for (size_t i = 0; i < count; i++) {
        const ElfSection *section = &elf->sections[order[i]];
        Span data = elf_section_data(elf, section);
        if (!is_selected(o, section->name) || !data.size || o->stop <= section->addr)
            continue;
        u64 start = o->start > section->addr ? o->start - section->addr : 0;
        u64 stop = o->stop - section->addr < data.size ? o->stop - section->addr : data.size;
        if (start >= stop)
            continue;
        printf("Contents of section %s:", section->name);
        if (o->file_offsets)
            printf("  (Starting at file offset: 0x%" PRIx64 ")", section->offset + start);
        printf("\n");
        dump_lines(section, data, start, stop);
    }
}
