/* readelf -l. */
#include "readelf_tables.h"

const char *segment_type_name(const Elf *elf, u32 type)
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
    case PT_GNU_EH_FRAME: return "GNU_EH_FRAME";
    case PT_GNU_STACK: return "GNU_STACK";
    case PT_GNU_RELRO: return "GNU_RELRO";
    case PT_GNU_PROPERTY: return "GNU_PROPERTY";
    case 0x65a3dbe5: return "OPENBSD_MUTABLE";
    case 0x65a3dbe6: return "OPENBSD_RANDOMIZE";
    default: break;
    }
    if (elf->header.machine == EM_RISCV && type == 0x70000003)
        return "RISCV_ATTRIBUTES";
    if (elf->header.machine == EM_AARCH64 && type == 0x70000002)
        return "AARCH64_MEMTAG_MTE";
    if (elf->header.machine == EM_ARM && type == 0x70000001)
        return "EXIDX";
    if (elf->header.machine == EM_S390 && type == 0x70000000)
        return "S390_PGSTE";
    if (type >= 0x70000000 && type <= 0x7fffffff)
        return format_text("LOPROC+%#x", type - 0x70000000);
    if (type >= 0x60000000 && type <= 0x6fffffff)
        return format_text("LOOS+%#x", type - 0x60000000);
    return format_text("<unknown>: %x", type);
}

static void print_segment_row(const ReadelfOptions *o, const Elf *elf, const ElfSegment *p)
{
    char r = p->flags & PF_R ? 'R' : ' ', w = p->flags & PF_W ? 'W' : ' ';
    char x = p->flags & PF_X ? 'E' : ' ';
    printf("  %-14.14s ", segment_type_name(elf, p->type));
    if (!elf->is64)
        printf("0x%6.6" PRIx64 " 0x%8.8" PRIx64 " 0x%8.8" PRIx64 " 0x%5.5" PRIx64 " 0x%5.5" PRIx64
               " %c%c%c %#" PRIx64 "\n", p->offset, p->vaddr, p->paddr, p->filesz, p->memsz, r, w,
               x, p->align);
    else if (o->wide)
        printf("0x%6.6" PRIx64 " 0x%16.16" PRIx64 " 0x%16.16" PRIx64 " 0x%6.6" PRIx64
               " 0x%6.6" PRIx64 " %c%c%c %#" PRIx64 "\n", p->offset, p->vaddr, p->paddr,
               p->filesz, p->memsz, r, w, x, p->align);
    else
        printf("0x%16.16" PRIx64 " 0x%16.16" PRIx64 " 0x%16.16" PRIx64 "\n"
               "                 0x%16.16" PRIx64 " 0x%16.16" PRIx64 "  %c%c%c    0x%" PRIx64 "\n",
               p->offset, p->vaddr, p->paddr, p->filesz, p->memsz, r, w, x, p->align);
}

static void print_interpreter(const Elf *elf, const ElfSegment *p)
{
    const char *name = string_at(span_slice(elf->file, p->offset, p->filesz), 0);
    if (name)
        printf("      [Requesting program interpreter: %s]\n", name);
    else
        readelf_error("Unable to find program interpreter name");
}

/* A range test that cannot overflow: [start, start + size) within `limit` bytes from `base`. */
static bool lies_within(u64 start, u64 size, u64 base, u64 limit)
{
    return start >= base && start - base < limit && size <= limit - (start - base);
}

static bool is_tbss(const ElfSection *s)
{
    return (s->flags & SHF_TLS) && s->type == SHT_NOBITS;
}

/* Thread-local sections belong to few kinds of segments, and only they make up PT_TLS. */
static bool types_match(const ElfSection *s, const ElfSegment *p)
{
    if (s->flags & SHF_TLS)
        return p->type == PT_TLS || p->type == PT_GNU_RELRO || p->type == PT_LOAD;
    if (p->type == PT_TLS || p->type == PT_PHDR)
        return false;
    bool loads = p->type == PT_LOAD || p->type == PT_DYNAMIC || p->type == PT_GNU_EH_FRAME ||
                 p->type == PT_GNU_STACK || p->type == PT_GNU_RELRO;
    return (s->flags & SHF_ALLOC) || !loads;
}

static bool is_inside(const ElfSection *s, const ElfSegment *p)
{
    /* .tbss takes no room outside the TLS segment. */
    u64 size = is_tbss(s) && p->type != PT_TLS ? 0 : s->size;
    if (is_tbss(s) && p->type != PT_TLS)
        return false;
    if (!types_match(s, p))
        return false;
    if (s->type != SHT_NOBITS && !lies_within(s->offset, size, p->offset, p->filesz))
        return false;
    if ((s->flags & SHF_ALLOC) && !lies_within(s->addr, size, p->vaddr, p->memsz))
        return false;
    bool strict = (p->type == PT_DYNAMIC || p->type == PT_NOTE) && !s->size && p->memsz;
    return !strict || (s->offset > p->offset && s->addr > p->vaddr);
}

static void print_mapping(const Elf *elf)
{
    if (!elf->section_count)
        return;
    printf("\n Section to Segment mapping:\n  Segment Sections...\n");
    for (u32 i = 0; i < elf->segment_count; i++) {
        printf("   %2.2u     ", i);
        for (u32 j = 1; j < elf->section_count; j++)
            if (is_inside(&elf->sections[j], &elf->segments[i]))
                printf("%s ", elf->sections[j].name);
        printf("\n");
    }
}

static void print_summary(const ReadelfOptions *o, const Elf *elf)
{
    static const char *const types[] = {"NONE (None)", "REL (Relocatable file)",
                                        "EXEC (Executable file)", "DYN (Shared object file)",
                                        "CORE (Core file)"};
    if (o->header)
        return;
    const char *type = elf->header.type < 5 ? types[elf->header.type]
                                            : format_text("<unknown>: %x", elf->header.type);
    if (elf->header.type == ET_DYN && is_pie(elf))
        type = "DYN (Position-Independent Executable file)";
    printf("\nElf file type is %s\nEntry point 0x%" PRIx64 "\n", type, elf->header.entry);
    printf(elf->segment_count == 1
               ? "There is %u program header, starting at offset %" PRIu64 "\n"
               : "There are %u program headers, starting at offset %" PRIu64 "\n",
           elf->segment_count, elf->header.phoff);
}

void print_segment_table(const ReadelfOptions *o, const Elf *elf)
{
    if (elf->segments_truncated) {
        readelf_error("Reading program headers extends past end of file");
        return;
    }
    if (!elf->segment_count) {
        printf("\nThere are no program headers in this file.\n");
        return;
    }
    print_summary(o, elf);
    printf(elf->segment_count > 1 ? "\nProgram Headers:\n" : "\nProgram Header:\n");
    if (!elf->is64)
        printf("  Type           Offset   VirtAddr   PhysAddr   FileSiz MemSiz  Flg Align\n");
    else if (o->wide)
        printf("  Type           Offset   VirtAddr           PhysAddr           FileSiz  MemSiz   "
               "Flg Align\n");
    else
        printf("  Type           Offset             VirtAddr           PhysAddr\n"
               "                 FileSiz            MemSiz              Flags  Align\n");
    for (u32 i = 0; i < elf->segment_count; i++) {
        print_segment_row(o, elf, &elf->segments[i]);
        if (elf->segments[i].type == PT_INTERP)
            print_interpreter(elf, &elf->segments[i]);
    }
    print_mapping(elf);
}
