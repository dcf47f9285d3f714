/* Section properties and symbol classes as BFD derives them from ELF. */
#include "sections.h"

bool is_debug_name(const char *name)
{
    static const char *const prefixes[] = {
        ".debug", ".gnu.debuglto_.debug_", ".gnu.linkonce.wi.", ".zdebug", ".line", ".stab",
    };
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (starts_with(name, prefixes[i]))
            return true;
    return !strcmp(name, ".gdb_index");
}

bool is_split_debug_name(const char *name)
{
    return ends_with(name, ".dwo");
}

/* Sections without SHF_ALLOC are told apart by name only. */
static unsigned name_flags(const char *name)
{
    if (starts_with(name, ".gnu.build.attributes") || starts_with(name, ".note.gnu"))
        return SEC_OCTETS;
    if (!is_debug_name(name))
        return 0;
    bool dwarf = starts_with(name, ".debug") || starts_with(name, ".zdebug") ||
                 starts_with(name, ".gnu.");
    return SEC_DEBUGGING | (dwarf ? SEC_OCTETS : 0);
}

const ElfSection *relocations_for(const Elf *elf, u32 target)
{
    for (u32 i = 1; i < elf->section_count; i++) {
        const ElfSection *s = &elf->sections[i];
        if ((s->type == SHT_REL || s->type == SHT_RELA) && s->info == target &&
            !is_listed_section(elf, i))
            return s;
    }
    return NULL;
}

unsigned section_flags(const ElfSection *s)
{
    unsigned flags = 0;
    if (s->type != SHT_NOBITS)
        flags |= SEC_CONTENTS;
    if (s->type == SHT_GROUP)
        flags |= SEC_GROUP;
    if (s->flags & SHF_ALLOC)
        flags |= SEC_ALLOC | (s->type != SHT_NOBITS ? SEC_LOAD : 0);
    if (!(s->flags & SHF_WRITE))
        flags |= SEC_READONLY;
    if (s->flags & SHF_EXECINSTR)
        flags |= SEC_CODE;
    else if (flags & SEC_LOAD)
        flags |= SEC_DATA;
    if (s->flags & SHF_TLS)
        flags |= SEC_THREAD_LOCAL;
    if (s->flags & SHF_EXCLUDE)
        flags |= SEC_EXCLUDE;
    if (s->flags & SHF_MERGE)
        flags |= SEC_MERGE;
    if (s->flags & SHF_STRINGS)
        flags |= SEC_STRINGS;
    if (!(s->flags & SHF_ALLOC))
        flags |= name_flags(s->name);
    if (s->type == SHT_GROUP || starts_with(s->name, ".gnu.linkonce"))
        flags |= SEC_LINK_ONCE;
    return flags;
}

static bool is_listed_relocation(const Elf *elf, const ElfSection *s)
{
    const ElfSection *symbols = elf_section_at(elf, s->link);
    const ElfSection *target = elf_section_at(elf, s->info);
    return (s->flags & SHF_ALLOC) || !symbols || symbols->type != SHT_SYMTAB || !target ||
           target->type == SHT_REL || target->type == SHT_RELA;
}

bool is_listed_section(const Elf *elf, u32 index)
{
    const ElfSection *s = &elf->sections[index];
    switch (s->type) {
    case SHT_NULL:
    case SHT_SYMTAB_SHNDX:
        return false;
    case SHT_SYMTAB:
        return s->flags & SHF_ALLOC;
    case SHT_STRTAB:
        if (index == elf->names_index)
            return false;
        for (u32 i = 1; i < elf->section_count; i++)
            if (elf->sections[i].link == index && elf->sections[i].type == SHT_SYMTAB)
                return false;
        return true;
    case SHT_REL:
    case SHT_RELA:
        return is_listed_relocation(elf, s);
    default:
        return true;
    }
}

u32 *listed_sections(const Elf *elf, size_t *count)
{
    u32 *order = allocate_array(elf->section_count, sizeof *order);
    bool groups_done = false;
    *count = 0;
    for (u32 i = 1; i < elf->section_count; i++) {
        const ElfSection *s = &elf->sections[i];
        if (is_listed_section(elf, i) && !(groups_done && s->type == SHT_GROUP))
            order[(*count)++] = i;
        if (!(s->flags & SHF_GROUP) || groups_done || !is_relocatable(elf))
            continue;
        groups_done = true;
        for (u32 j = i + 1; j < elf->section_count; j++)
            if (elf->sections[j].type == SHT_GROUP)
                order[(*count)++] = j;
    }
    return order;
}

u64 load_address(const Elf *elf, const ElfSection *section)
{
    bool physical = false, in_file = section->type != SHT_NOBITS;
    for (u32 i = 0; i < elf->segment_count; i++)
        physical |= elf->segments[i].paddr != 0;
    for (u32 i = 0; physical && i < elf->segment_count; i++) {
        const ElfSegment *p = &elf->segments[i];
        if (p->type == PT_LOAD && (section->flags & SHF_ALLOC) && section->addr >= p->vaddr &&
            section->addr - p->vaddr < p->memsz && section->offset >= p->offset)
            return p->paddr + (in_file ? section->offset - p->offset : section->addr - p->vaddr);
    }
    return section->addr;
}

bool is_common(const ElfSymbol *symbol)
{
    return symbol->section == SHN_COMMON || symbol->section == SHN_X86_64_LCOMMON;
}

bool is_local_label(const char *name)
{
    if (name[0] == '.' && (name[1] == 'L' || name[1] == 'X' || name[1] == '.'))
        return true;
    if (starts_with(name, "_.L_"))
        return true;
    /* Local labels "5:" and "5$" of the assembler. */
    if (name[0] != 'L' || name[1] < '0' || name[1] > '9')
        return false;
    while (*++name >= '0' && *name <= '9')
        ;
    return *name == 1 || *name == 2;
}

/* "$x", "$d" and the like, alone or followed by a dot. */
static bool is_mapping(const char *name, const char *letters)
{
    return name[0] == '$' && name[1] && strchr(letters, name[1]) && (!name[2] || name[2] == '.');
}

bool is_special_symbol(const Elf *elf, const ElfSymbol *symbol)
{
    const char *name = symbol_name(elf, symbol);
    switch (elf->header.machine) {
    case EM_AARCH64:
        return is_mapping(name, "xd");
    case EM_ARM:
        return is_mapping(name, "atd");
    case EM_RISCV:
        return !*name || is_local_label(name) || is_mapping(name, "xd") ||
               starts_with(name, "$xrv");
    default:
        return false;
    }
}

/* nm knows the sections of PE files by name, whatever the format. */
static char pe_class(const char *name)
{
    static const struct {
        const char *name;
        char letter;
    } known[] = {{".drectve", 'i'}, {".edata", 'e'}, {".idata", 'i'}, {".pdata", 'p'}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t size = strlen(known[i].name);
        if (starts_with(name, known[i].name) && strchr(".$0123456789", name[size]))
            return known[i].letter;
    }
    return 0;
}

static char section_class(const Elf *elf, const ElfSection *section)
{
    unsigned flags = section_flags(section);
    char letter = pe_class(section->name);
    bool small = elf->header.machine == EM_PPC64 &&
                 (starts_with(section->name, ".sdata") || starts_with(section->name, ".sbss"));
    if (letter)
        return letter;
    if (flags & SEC_CODE)
        return 't';
    if (flags & SEC_DATA)
        return flags & SEC_READONLY ? 'r' : small ? 'g' : 'd';
    if (!(flags & SEC_CONTENTS))
        return small ? 's' : 'b';
    if (flags & SEC_DEBUGGING)
        return 'N';
    return flags & SEC_READONLY ? 'n' : '?';
}

char symbol_class(const Elf *elf, const ElfSymbol *symbol)
{
    bool object = symbol_type(symbol) == STT_OBJECT;
    bool weak = symbol_binding(symbol) == STB_WEAK;
    if (is_common(symbol))
        return 'C';
    if (symbol->section == SHN_UNDEF)
        return !weak ? 'U' : object ? 'v' : 'w';
    if (symbol_type(symbol) == STT_GNU_IFUNC)
        return 'i';
    if (weak)
        return object ? 'V' : 'W';
    if (symbol_binding(symbol) == STB_GNU_UNIQUE)
        return 'u';
    bool global = symbol_binding(symbol) == STB_GLOBAL;
    if (!global && symbol_binding(symbol) != STB_LOCAL)
        return '?';
    const ElfSection *section = elf_section_at(elf, symbol->section);
    char letter = section ? section_class(elf, section) : 'a';
    return global && letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
}

const char *symbol_name(const Elf *elf, const ElfSymbol *symbol)
{
    if (symbol_type(symbol) == STT_SECTION && !symbol->name_offset)
        return elf_section_name(elf, symbol->section);
    return symbol->name;
}
