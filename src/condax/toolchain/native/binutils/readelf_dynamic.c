/* readelf -d. */
#include "readelf_tables.h"

typedef enum { AS_HEX, AS_BYTES, AS_COUNT, AS_STRING, AS_FLAGS, AS_FLAGS_1, AS_PLTREL } ValueForm;

typedef struct {
    int64_t tag;
    const char *name;
    ValueForm form;
    const char *text; /* before a string */
} TagInfo;

static const TagInfo tags[] = {
    {DT_NULL, "NULL", AS_HEX, NULL}, {DT_NEEDED, "NEEDED", AS_STRING, "Shared library"},
    {DT_PLTRELSZ, "PLTRELSZ", AS_BYTES, NULL}, {DT_PLTGOT, "PLTGOT", AS_HEX, NULL},
    {DT_HASH, "HASH", AS_HEX, NULL}, {DT_STRTAB, "STRTAB", AS_HEX, NULL},
    {DT_SYMTAB, "SYMTAB", AS_HEX, NULL}, {DT_RELA, "RELA", AS_HEX, NULL},
    {DT_RELASZ, "RELASZ", AS_BYTES, NULL}, {DT_RELAENT, "RELAENT", AS_BYTES, NULL},
    {DT_STRSZ, "STRSZ", AS_BYTES, NULL}, {DT_SYMENT, "SYMENT", AS_BYTES, NULL},
    {DT_INIT, "INIT", AS_HEX, NULL}, {DT_FINI, "FINI", AS_HEX, NULL},
    {DT_SONAME, "SONAME", AS_STRING, "Library soname"},
    {DT_RPATH, "RPATH", AS_STRING, "Library rpath"}, {DT_SYMBOLIC, "SYMBOLIC", AS_HEX, NULL},
    {DT_REL, "REL", AS_HEX, NULL}, {DT_RELSZ, "RELSZ", AS_BYTES, NULL},
    {DT_RELENT, "RELENT", AS_BYTES, NULL}, {DT_RELR, "RELR", AS_HEX, NULL},
    {DT_RELRSZ, "RELRSZ", AS_BYTES, NULL}, {DT_RELRENT, "RELRENT", AS_BYTES, NULL},
    {DT_PLTREL, "PLTREL", AS_PLTREL, NULL}, {DT_DEBUG, "DEBUG", AS_HEX, NULL},
    {DT_TEXTREL, "TEXTREL", AS_HEX, NULL}, {DT_JMPREL, "JMPREL", AS_HEX, NULL},
    {DT_BIND_NOW, "BIND_NOW", AS_HEX, NULL}, {DT_INIT_ARRAY, "INIT_ARRAY", AS_HEX, NULL},
    {DT_FINI_ARRAY, "FINI_ARRAY", AS_HEX, NULL},
    {DT_INIT_ARRAYSZ, "INIT_ARRAYSZ", AS_BYTES, NULL},
    {DT_FINI_ARRAYSZ, "FINI_ARRAYSZ", AS_BYTES, NULL},
    {DT_RUNPATH, "RUNPATH", AS_STRING, "Library runpath"}, {DT_FLAGS, "FLAGS", AS_FLAGS, NULL},
    {DT_PREINIT_ARRAY, "PREINIT_ARRAY", AS_HEX, NULL},
    {DT_PREINIT_ARRAYSZ, "PREINIT_ARRAYSZ", AS_BYTES, NULL},
    {DT_SYMTAB_SHNDX, "SYMTAB_SHNDX", AS_HEX, NULL},
    {DT_GNU_HASH, "GNU_HASH", AS_HEX, NULL}, {0x6ffffef6, "TLSDESC_PLT", AS_HEX, NULL},
    {0x6ffffef7, "TLSDESC_GOT", AS_HEX, NULL},
    {DT_CONFIG, "CONFIG", AS_STRING, "Configuration file"},
    {DT_DEPAUDIT, "DEPAUDIT", AS_STRING, "Dependency audit library"},
    {DT_AUDIT, "AUDIT", AS_STRING, "Audit library"}, {DT_VERSYM, "VERSYM", AS_HEX, NULL},
    {DT_RELACOUNT, "RELACOUNT", AS_COUNT, NULL}, {DT_RELCOUNT, "RELCOUNT", AS_COUNT, NULL},
    {DT_FLAGS_1, "FLAGS_1", AS_FLAGS_1, NULL}, {DT_VERDEF, "VERDEF", AS_HEX, NULL},
    {DT_VERDEFNUM, "VERDEFNUM", AS_COUNT, NULL}, {DT_VERNEED, "VERNEED", AS_HEX, NULL},
    {DT_VERNEEDNUM, "VERNEEDNUM", AS_COUNT, NULL},
    {DT_AUXILIARY, "AUXILIARY", AS_STRING, "Auxiliary library"}, {DT_USED, "USED", AS_HEX, NULL},
    {DT_FILTER, "FILTER", AS_STRING, "Filter library"},
};

static const TagInfo *find_tag(int64_t tag)
{
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (tags[i].tag == tag)
            return &tags[i];
    return NULL;
}

static const char *processor_tag(u16 machine, int64_t tag)
{
    static const char *const ppc64[] = {"PPC64_GLINK", "PPC64_OPD", "PPC64_OPDSZ", "PPC64_OPT"};
    if (machine == EM_PPC64 && tag < 0x70000004)
        return ppc64[tag - 0x70000000];
    if (machine == EM_AARCH64 && tag == 0x70000001)
        return "AARCH64_BTI_PLT";
    if (machine == EM_AARCH64 && tag == 0x70000003)
        return "AARCH64_PAC_PLT";
    if (machine == EM_AARCH64 && tag == 0x70000005)
        return "AARCH64_VARIANT_PCS";
    if (machine == EM_RISCV && tag == 0x70000001)
        return "RISCV_VARIANT_CC";
    return format_text("Processor Specific: %" PRIx64, (u64)tag);
}

static const char *tag_name(const Elf *elf, int64_t tag)
{
    const TagInfo *info = find_tag(tag);
    if (info)
        return info->name;
    if (tag >= 0x70000000 && tag <= 0x7fffffff)
        return processor_tag(elf->header.machine, tag);
    if (tag >= 0x6000000d && tag <= 0x6ffff000)
        return format_text("Operating System specific: %" PRIx64, (u64)tag);
    return format_text("<unknown>: %" PRIx64, (u64)tag);
}

typedef struct {
    u64 flag;
    const char *name;
} DynamicFlag;

static void print_flags(u64 flags, const DynamicFlag *names, size_t count)
{
    const char *separator = "";
    for (size_t i = 0; i < count; i++) {
        if (!(flags & names[i].flag))
            continue;
        printf("%s%s", separator, names[i].name);
        separator = " ";
        flags &= ~names[i].flag;
    }
    if (flags)
        printf(" Unknown flag value: %" PRIx64, flags);
}

static void print_dt_flags(u64 flags)
{
    static const DynamicFlag names[] = {
        {1, "ORIGIN"}, {2, "SYMBOLIC"}, {4, "TEXTREL"}, {8, "BIND_NOW"}, {16, "STATIC_TLS"},
    };
    print_flags(flags, names, sizeof names / sizeof *names);
}

static void print_dt_flags_1(u64 flags)
{
    static const DynamicFlag names[] = {
        {0x1, "NOW"}, {0x2, "GLOBAL"}, {0x4, "GROUP"}, {0x8, "NODELETE"}, {0x10, "LOADFLTR"},
        {0x20, "INITFIRST"}, {0x40, "NOOPEN"}, {0x80, "ORIGIN"}, {0x100, "DIRECT"},
        {0x200, "TRANS"}, {0x400, "INTERPOSE"}, {0x800, "NODEFLIB"}, {0x1000, "NODUMP"},
        {0x2000, "CONFALT"}, {0x4000, "ENDFILTEE"}, {0x8000, "DISPRELDNE"},
        {0x10000, "DISPRELPND"}, {0x20000, "NODIRECT"}, {0x40000, "IGNMULDEF"},
        {0x80000, "NOKSYMS"}, {0x100000, "NOHDR"}, {0x200000, "EDITED"}, {0x400000, "NORELOC"},
        {0x800000, "SYMINTPOSE"}, {0x1000000, "GLOBAUDIT"}, {0x2000000, "SINGLETON"},
        {0x4000000, "STUB"}, {0x8000000, "PIE"}, {0x10000000, "KMOD"},
        {0x20000000, "WEAKFILTER"}, {0x40000000, "NOCOMMON"},
    };
    printf("Flags: ");
    print_flags(flags, names, sizeof names / sizeof *names);
}

static void print_dynamic_value(const ElfDynamic *item, Span strings)
{
    const TagInfo *info = find_tag(item->tag);
    const char *text = NULL;
    switch (info ? info->form : AS_HEX) {
    case AS_BYTES:
        printf("%" PRIu64 " (bytes)", item->value);
        break;
    case AS_COUNT:
        printf("%" PRIu64, item->value);
        break;
    case AS_STRING:
        text = string_at(strings, item->value);
        if (text)
            printf("%s: [%s]", info->text, text);
        else
            printf("0x%" PRIx64, item->value);
        break;
    case AS_FLAGS:
        print_dt_flags(item->value);
        break;
    case AS_FLAGS_1:
        print_dt_flags_1(item->value);
        break;
    case AS_PLTREL:
        printf("%s", item->value == DT_RELA ? "RELA" : "REL");
        break;
    case AS_HEX:
        printf("0x%" PRIx64, item->value);
        break;
    }
}

static bool dynamic_offset(const Elf *elf, u64 *offset)
{
    const ElfSection *section = elf_find_type(elf, SHT_DYNAMIC);
    if (section) {
        *offset = section->offset;
        return true;
    }
    for (u32 i = 0; i < elf->segment_count; i++) {
        *offset = elf->segments[i].offset;
        if (elf->segments[i].type == PT_DYNAMIC)
            return true;
    }
    return false;
}

void print_dynamic_section(const Elf *elf)
{
    size_t count;
    Span strings;
    u64 offset;
    const ElfDynamic *items = elf_dynamic(elf, &count, &strings);
    if (!dynamic_offset(elf, &offset) || !count) {
        printf("\nThere is no dynamic section in this file.\n");
        return;
    }
    printf(count == 1 ? "\nDynamic section at offset 0x%" PRIx64 " contains %zu entry:\n"
                      : "\nDynamic section at offset 0x%" PRIx64 " contains %zu entries:\n",
           offset, count);
    printf("  Tag        Type                         Name/Value\n");
    for (size_t i = 0; i < count; i++) {
        const char *name = tag_name(elf, items[i].tag);
        int gap = 27 - (int)strlen(name) - (elf->is64 ? 8 : 0);
        if (elf->is64)
            printf(" 0x%16.16" PRIx64, (u64)items[i].tag);
        else
            printf(" 0x%8.8" PRIx32, (u32)items[i].tag);
        printf(" (%s)%*s", name, gap > 0 ? gap : 1, " ");
        print_dynamic_value(&items[i], strings);
        printf("\n");
    }
}
