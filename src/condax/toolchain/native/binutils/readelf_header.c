/* readelf -h. */
#include "readelf_tables.h"
#include "targets.h"

static const char *abi_name(u8 abi)
{
    switch (abi) {
    case 0: return "UNIX - System V";
    case 1: return "UNIX - HP-UX";
    case 2: return "UNIX - NetBSD";
    case 3: return "UNIX - GNU";
    case 6: return "UNIX - Solaris";
    case 9: return "UNIX - FreeBSD";
    case 12: return "UNIX - OpenBSD";
    case 64: return "ARM EABI";
    case 97: return "ARM";
    case 255: return "Standalone App";
    default: return format_text("<unknown: %x>", abi);
    }
}

bool is_pie(const Elf *elf)
{
    size_t count;
    Span strings;
    const ElfDynamic *items = elf_dynamic(elf, &count, &strings);
    const u64 flag_pie = 0x08000000;
    for (size_t i = 0; i < count; i++)
        if (items[i].tag == DT_FLAGS_1 && (items[i].value & flag_pie))
            return true;
    return false;
}

static const char *file_type_name(const Elf *elf)
{
    u16 type = elf->header.type;
    switch (type) {
    case ET_NONE: return "NONE (None)";
    case ET_REL: return "REL (Relocatable file)";
    case ET_EXEC: return "EXEC (Executable file)";
    case ET_DYN:
        return is_pie(elf) ? "DYN (Position-Independent Executable file)"
                           : "DYN (Shared object file)";
    case ET_CORE: return "CORE (Core file)";
    default:
        return format_text(type >= 0xff00 ? "Processor Specific: (%x)"
                           : type >= 0xfe00 ? "OS Specific: (%x)" : "<unknown>: %x", type);
    }
}

static const char *riscv_flags(u32 flags)
{
    static const char *const floats[] = {"soft-float", "single-float", "double-float",
                                         "quad-float"};
    return format_text("%s%s, %s ABI%s", flags & 1 ? ", RVC" : "", flags & 8 ? ", RVE" : "",
                       floats[flags >> 1 & 3], flags & 16 ? ", TSO" : "");
}

static const char *arm_flags(u32 flags)
{
    return format_text(", Version%u EABI%s%s", flags >> 24, flags & 0x400 ? ", hard-float ABI" : "",
                       flags & 0x200 ? ", soft-float ABI" : "");
}

static const char *header_flag_names(const Elf *elf)
{
    u32 flags = elf->header.flags;
    switch (elf->header.machine) {
    case EM_PPC64: return flags & 3 ? format_text(", abiv%u", flags & 3) : "";
    case EM_RISCV: return riscv_flags(flags);
    case EM_ARM: return flags ? arm_flags(flags) : "";
    default: return "";
    }
}

void print_file_header(const Elf *elf)
{
    const ElfHeader *h = &elf->header;
    printf("ELF Header:\n  Magic:   ");
    for (int i = 0; i < 16; i++)
        printf("%2.2x ", h->ident[i]);
    printf("\n  Class:                             %s\n", elf->is64 ? "ELF64" : "ELF32");
    printf("  Data:                              2's complement, %s endian\n",
           elf->big ? "big" : "little");
    printf("  Version:                           %d%s\n", h->ident[EI_VERSION],
           h->ident[EI_VERSION] == 1 ? " (current)" : " <unknown>");
    printf("  OS/ABI:                            %s\n", abi_name(h->ident[EI_OSABI]));
    printf("  ABI Version:                       %d\n", h->ident[EI_ABIVERSION]);
    printf("  Type:                              %s\n", file_type_name(elf));
    printf("  Machine:                           %s\n", machine_name(h->machine));
    printf("  Version:                           0x%x\n", h->version);
    printf("  Entry point address:               0x%" PRIx64 "\n", h->entry);
    printf("  Start of program headers:          %" PRIu64 " (bytes into file)\n", h->phoff);
    printf("  Start of section headers:          %" PRIu64 " (bytes into file)\n", h->shoff);
    printf("  Flags:                             0x%x%s\n", h->flags, header_flag_names(elf));
    printf("  Size of this header:               %u (bytes)\n", h->ehsize);
    printf("  Size of program headers:           %u (bytes)\n", h->phentsize);
    printf("  Number of program headers:         %u", h->raw_phnum);
    if (h->raw_phnum == 0xffff && elf->segment_count)
        printf(" (%u)", elf->segment_count);
    printf("\n  Size of section headers:           %u (bytes)\n", h->shentsize);
    printf("  Number of section headers:         %u", h->raw_shnum);
    if (!h->raw_shnum && elf->section_count)
        printf(" (%u)", elf->section_count);
    printf("\n  Section header string table index: %u", h->raw_shstrndx);
    if (h->raw_shstrndx == 0xffff)
        printf(" (%u)", elf->names_index);
    printf("\n");
}
