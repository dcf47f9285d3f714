/* readelf -S, -t and -g. */
#include "readelf_tables.h"

typedef struct {
    u32 type;
    const char *name;
} TypeName;

static const TypeName section_types[] = {
    {SHT_NULL, "NULL"}, {SHT_PROGBITS, "PROGBITS"}, {SHT_SYMTAB, "SYMTAB"},
    {SHT_STRTAB, "STRTAB"}, {SHT_RELA, "RELA"}, {SHT_RELR, "RELR"}, {SHT_HASH, "HASH"},
    {SHT_DYNAMIC, "DYNAMIC"}, {SHT_NOTE, "NOTE"}, {SHT_NOBITS, "NOBITS"}, {SHT_REL, "REL"},
    {SHT_SHLIB, "SHLIB"}, {SHT_DYNSYM, "DYNSYM"}, {SHT_INIT_ARRAY, "INIT_ARRAY"},
    {SHT_FINI_ARRAY, "FINI_ARRAY"}, {SHT_PREINIT_ARRAY, "PREINIT_ARRAY"},
    {SHT_GNU_HASH, "GNU_HASH"}, {SHT_GROUP, "GROUP"}, {SHT_SYMTAB_SHNDX, "SYMTAB SECTION INDICES"},
    {SHT_GNU_verdef, "VERDEF"}, {SHT_GNU_verneed, "VERNEED"}, {SHT_GNU_versym, "VERSYM"},
    {SHT_GNU_ATTRIBUTES, "GNU_ATTRIBUTES"}, {SHT_GNU_LIBLIST, "GNU_LIBLIST"},
    {0x6ffffff8, "CHECKSUM"}, {0x6ffffffc, "VERDEF"}, {0x6fff4700, "GNU_INCREMENTAL_INPUTS"},
    {0x6fff4c00, "LLVM_ODRTAB"},
};

static const char *processor_section_type(u16 machine, u32 type)
{
    if (machine == EM_X86_64 && type == 0x70000001)
        return "X86_64_UNWIND";
    if (machine == EM_RISCV && type == 0x70000003)
        return "RISCV_ATTRIBUTES";
    if (machine == EM_AARCH64 && type == 0x70000003)
        return "AARCH64_ATTRIBUTES";
    if (machine == EM_ARM && type == 0x70000001)
        return "ARM_EXIDX";
    if (machine == EM_ARM && type == 0x70000003)
        return "ARM_ATTRIBUTES";
    return format_text("LOPROC+%#x", type - 0x70000000);
}

const char *section_type_name(const Elf *elf, u32 type)
{
    for (size_t i = 0; i < sizeof section_types / sizeof *section_types; i++)
        if (section_types[i].type == type)
            return section_types[i].name;
    if (type >= 0x70000000 && type <= 0x7fffffff)
        return processor_section_type(elf->header.machine, type);
    if (type >= 0x60000000 && type <= 0x6fffffff)
        return format_text("LOOS+%#x", type - 0x60000000);
    if (type >= 0x80000000)
        return format_text("LOUSER+%#x", type - 0x80000000);
    return format_text("%08x: <unknown>", type);
}

typedef struct {
    u64 flag;
    char letter;
    const char *word;
} FlagName;

static const FlagName flag_names[] = {
    {SHF_WRITE, 'W', "WRITE"}, {SHF_ALLOC, 'A', "ALLOC"}, {SHF_EXECINSTR, 'X', "EXEC"},
    {SHF_MERGE, 'M', "MERGE"}, {SHF_STRINGS, 'S', "STRINGS"}, {SHF_INFO_LINK, 'I', "INFO LINK"},
    {SHF_LINK_ORDER, 'L', "LINK ORDER"}, {SHF_OS_NONCONFORMING, 'O', "OS NONCONF"},
    {SHF_GROUP, 'G', "GROUP"}, {SHF_TLS, 'T', "TLS"}, {SHF_COMPRESSED, 'C', "COMPRESSED"},
    {SHF_EXCLUDE, 'E', "EXCLUDE"},
};

enum { FLAG_COUNT = sizeof flag_names / sizeof *flag_names };

static const u64 os_flags = 0x0ff00000, processor_flags = 0xf0000000;

static const FlagName *find_flag(u64 flag)
{
    for (size_t i = 0; i < FLAG_COUNT; i++)
        if (flag_names[i].flag == flag)
            return &flag_names[i];
    return NULL;
}

/* GNU extensions mean something only under the ABIs that define them. */
static char other_letter(const Elf *elf, u64 flag)
{
    u8 abi = elf->header.ident[EI_OSABI];
    if (elf->header.machine == EM_X86_64 && flag == SHF_X86_64_LARGE)
        return 'l';
    if (flag == SHF_GNU_RETAIN && (abi == 3 || abi == 9))
        return 'R';
    if (flag == SHF_GNU_MBIND && (abi == 3 || abi == 9))
        return 'D';
    return flag & os_flags ? 'o' : flag & processor_flags ? 'p' : 'x';
}

static const char *flag_letters(const Elf *elf, u64 flags)
{
    static char text[80];
    size_t count = 0;
    while (flags) {
        u64 flag = flags & -flags;
        const FlagName *known = find_flag(flag);
        char letter = known ? known->letter : other_letter(elf, flag);
        flags &= ~flag;
        /* One letter stands for all flags without a name of their own. */
        if (letter == 'o')
            flags &= ~os_flags;
        if (letter == 'p')
            flags &= ~processor_flags;
        text[count++] = letter;
    }
    text[count] = 0;
    return text;
}

static void print_flag_words(const Elf *elf, u64 flags)
{
    printf(elf->is64 ? "       [%16.16" PRIx64 "]: " : "       [%8.8" PRIx64 "]: ", flags);
    const char *separator = "";
    while (flags) {
        u64 flag = flags & -flags;
        const FlagName *known = find_flag(flag);
        flags &= ~flag;
        if (known)
            printf("%s%s", separator, known->word);
        else if (other_letter(elf, flag) == 'R')
            printf("%sGNU_RETAIN", separator);
        else
            printf(elf->is64 ? "%s%s (%016" PRIx64 ")" : "%s%s (%08" PRIx64 ")", separator,
                   flag & os_flags ? "OS" : flag & processor_flags ? "PROC" : "UNKNOWN", flag);
        separator = ", ";
    }
    printf("\n");
}

static void print_wide_row(const ReadelfOptions *o, const Elf *elf, u32 i)
{
    const ElfSection *s = &elf->sections[i];
    printf("  [%2u] ", i);
    print_symbol_name(o, -17, s->name);
    printf(elf->is64 ? " %-15s %16.16" PRIx64 : " %-15s %8.8" PRIx64,
           section_type_name(elf, s->type), s->addr);
    printf(" %6.6" PRIx64 " %6.6" PRIx64 " %2.2" PRIx64 " %3s %2u %3u %2" PRIu64 "\n", s->offset,
           s->size, s->entsize, flag_letters(elf, s->flags), s->link, s->info, s->align);
}

static void print_narrow_row(const ReadelfOptions *o, const Elf *elf, u32 i)
{
    const ElfSection *s = &elf->sections[i];
    printf("  [%2u] ", i);
    print_symbol_name(o, -17, s->name);
    printf(" %-15.15s  %16.16" PRIx64 "  %8.8" PRIx64 "\n", section_type_name(elf, s->type),
           s->addr, s->offset);
    printf("       %16.16" PRIx64 "  %16.16" PRIx64 " %3s      %2u   %3u     %" PRIu64 "\n",
           s->size, s->entsize, flag_letters(elf, s->flags), s->link, s->info, s->align);
}

static void print_detailed_row(const ReadelfOptions *o, const Elf *elf, u32 i)
{
    const ElfSection *s = &elf->sections[i];
    const char *type = section_type_name(elf, s->type);
    printf("  [%2u] %s\n", i, s->name);
    if (!elf->is64)
        printf("       %-15s %8.8" PRIx64 " %6.6" PRIx64 " %6.6" PRIx64 " %2.2" PRIx64
               "  %2u %3u %2" PRIu64 "\n", type, s->addr, s->offset, s->size, s->entsize, s->link,
               s->info, s->align);
    else if (o->wide)
        printf("       %-15s %16.16" PRIx64 " %6.6" PRIx64 " %6.6" PRIx64 " %2.2" PRIx64
               "  %2u %3u %2" PRIu64 "\n", type, s->addr, s->offset, s->size, s->entsize, s->link,
               s->info, s->align);
    else
        printf("       %-15.15s  %16.16" PRIx64 "  %16.16" PRIx64 "  %u\n       %16.16" PRIx64
               " %16.16" PRIx64 "  %-16u  %" PRIu64 "\n", type, s->addr, s->offset, s->link,
               s->size, s->entsize, s->info, s->align);
    print_flag_words(elf, s->flags);
}

static void print_section_heading(const ReadelfOptions *o, const Elf *elf)
{
    printf(elf->section_count == 1 ? "\nSection Header:\n" : "\nSection Headers:\n");
    if (o->details && !elf->is64)
        printf("  [Nr] Name\n       Type            Addr     Off    Size   ES   Lk Inf Al\n"
               "       Flags\n");
    else if (o->details && o->wide)
        printf("  [Nr] Name\n       Type            Address          Off    Size   ES   Lk Inf Al\n"
               "       Flags\n");
    else if (o->details)
        printf("  [Nr] Name\n       Type              Address          Offset            Link\n"
               "       Size              EntSize          Info              Align\n"
               "       Flags\n");
    else if (!elf->is64)
        printf("  [Nr] Name              Type            Addr     Off    Size   ES Flg Lk Inf "
               "Al\n");
    else if (o->wide)
        printf("  [Nr] Name              Type            Address          Off    Size   ES Flg Lk "
               "Inf Al\n");
    else
        printf("  [Nr] Name              Type             Address           Offset\n"
               "       Size              EntSize          Flags  Link  Info  Align\n");
}

static void print_key(const Elf *elf)
{
    u8 abi = elf->header.ident[EI_OSABI];
    u16 machine = elf->header.machine;
    printf("Key to Flags:\n"
           "  W (write), A (alloc), X (execute), M (merge), S (strings), I (info),\n"
           "  L (link order), O (extra OS processing required), G (group), T (TLS),\n"
           "  C (compressed), x (unknown), o (OS specific), E (exclude),\n  ");
    if (abi == 3 || abi == 9)
        printf("R (retain), ");
    if (abi == 0 || abi == 3 || abi == 9)
        printf("D (mbind), ");
    if (machine == EM_X86_64)
        printf("l (large), ");
    else if (machine == EM_ARM)
        printf("y (purecode), ");
    else if (machine == EM_PPC)
        printf("v (VLE), ");
    printf("p (processor specific)\n");
}

void print_section_table(const ReadelfOptions *o, const Elf *elf)
{
    if (!elf->section_count) {
        if (!elf->sections_truncated)
            printf("\nThere are no sections in this file.\n");
        return;
    }
    if (!o->header) {
        printf(elf->section_count == 1
                   ? "There is %u section header, starting at offset %#" PRIx64 ":\n"
                   : "There are %u section headers, starting at offset %#" PRIx64 ":\n",
               elf->section_count, elf->header.shoff);
    }
    print_section_heading(o, elf);
    for (u32 i = 0; i < elf->section_count; i++) {
        if (o->details)
            print_detailed_row(o, elf, i);
        else if (!elf->is64 || o->wide)
            print_wide_row(o, elf, i);
        else
            print_narrow_row(o, elf, i);
    }
    if (!o->details)
        print_key(elf);
}

static const char *group_signature(const Elf *elf, const ElfSection *group)
{
    ElfSymbols symbols = elf_symbols_of(elf, group->link);
    if (group->info >= symbols.count)
        return "<corrupt>";
    return symbol_name(elf, &symbols.items[group->info]);
}

void print_groups(const Elf *elf)
{
    bool found = false;
    for (u32 i = 1; i < elf->section_count; i++) {
        const ElfSection *group = &elf->sections[i];
        if (group->type != SHT_GROUP)
            continue;
        Span data = elf_section_data(elf, group);
        size_t members = data.size / 4 ? data.size / 4 - 1 : 0;
        bool comdat = data.size >= 4 && get32(data.data, elf->big) & 1;
        found = true;
        printf("\n%sgroup section [%5u] `%s' [%s] contains %zu sections:\n",
               comdat ? "COMDAT " : "", i, group->name, group_signature(elf, group), members);
        printf("   [Index]    Name\n");
        for (size_t j = 1; j <= members; j++) {
            u32 index = get32(data.data + j * 4, elf->big);
            const ElfSection *member = elf_section_at(elf, index);
            if (member)
                printf("   [%5u]   %s\n", index, member->name);
            else
                readelf_error("section [%5u] in group section [%5u] > maximum section [%5u]",
                              index, i, elf->section_count - 1);
        }
    }
    if (!found)
        printf("\nThere are no section groups in this file.\n");
}
