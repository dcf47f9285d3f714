/* readelf -n. */
#include "readelf_tables.h"

typedef struct {
    const Elf *elf;
    const char *owner;
    u32 type;
    Span data;
} Note;

static void print_hex(Span data, const char *separator)
{
    for (size_t i = 0; i < data.size; i++)
        printf("%s%2.2x", i ? separator : "", data.data[i]);
}

static const char *gnu_type(u32 type)
{
    switch (type) {
    case 1: return "NT_GNU_ABI_TAG (ABI version tag)";
    case 2: return "NT_GNU_HWCAP (DSO-supplied software HWCAP info)";
    case 3: return "NT_GNU_BUILD_ID (unique build ID bitstring)";
    case 4: return "NT_GNU_GOLD_VERSION (gold version)";
    case 5: return "NT_GNU_PROPERTY_TYPE_0";
    case 0x100: return "NT_GNU_BUILD_ATTRIBUTE_OPEN";
    case 0x101: return "NT_GNU_BUILD_ATTRIBUTE_FUNC";
    default: return format_text("Unknown note type: (0x%08x)", type);
    }
}

static const char *note_type(const Note *note)
{
    const char *owner = note->owner;
    if (!strcmp(owner, "GNU"))
        return gnu_type(note->type);
    if (!strcmp(owner, "stapsdt") && note->type == 3)
        return "NT_STAPSDT (SystemTap probe descriptors)";
    if (!strcmp(owner, "FDO") && note->type == 0xcafe1a7e)
        return "FDO_PACKAGING_METADATA";
    if (!strcmp(owner, "Go") && note->type == 4)
        return "GO BUILDID";
    if (note->type == 1)
        return "NT_VERSION (version)";
    if (note->type == 2)
        return "NT_ARCH (architecture)";
    if (note->type == 0x100)
        return "OPEN";
    if (note->type == 0x101)
        return "func";
    return format_text("Unknown note type: (0x%08x)", note->type);
}

static void print_abi_tag(const Note *note)
{
    static const char *const systems[] = {"Linux", "Hurd", "Solaris", "FreeBSD", "NetBSD",
                                          "Syllable", "NaCl"};
    if (note->data.size < 16) {
        printf("    <corrupt GNU_ABI_TAG>\n");
        return;
    }
    u32 fields[4];
    for (int i = 0; i < 4; i++)
        fields[i] = get32(note->data.data + i * 4, note->elf->big);
    printf("    OS: %s, ABI: %u.%u.%u\n",
           fields[0] < sizeof systems / sizeof *systems ? systems[fields[0]] : "Unknown",
           fields[1], fields[2], fields[3]);
}

static void print_bits(u32 bits, const char *const *names, size_t count)
{
    if (!bits) {
        printf("<None>");
        return;
    }
    for (size_t i = 0; i < 32; i++) {
        if (!(bits & 1u << i))
            continue;
        bits &= ~(1u << i);
        if (i < count && names[i])
            printf("%s%s", names[i], bits ? ", " : "");
        else
            printf("<unknown: %x>%s", 1u << i, bits ? ", " : "");
    }
}

static bool print_x86_property(u32 type, u32 bits)
{
    static const char *const isa[] = {"x86-64-baseline", "x86-64-v2", "x86-64-v3", "x86-64-v4"};
    static const char *const features[] = {"x86", "x87", "MMX", "XMM", "YMM", "ZMM", "FXSR",
                                           "XSAVE", "XSAVEOPT", "XSAVEC", "TMM", "MASK"};
    static const char *const control[] = {"IBT", "SHSTK", "LAM_U48", "LAM_U57"};
    switch (type) {
    case 0xc0000002: printf("x86 feature: "); print_bits(bits, control, 4); return true;
    case 0xc0008002: printf("x86 ISA needed: "); print_bits(bits, isa, 4); return true;
    case 0xc0010002: printf("x86 ISA used: "); print_bits(bits, isa, 4); return true;
    case 0xc0008001: printf("x86 feature needed: "); print_bits(bits, features, 12); return true;
    case 0xc0010001: printf("x86 feature used: "); print_bits(bits, features, 12); return true;
    default: return false;
    }
}

static bool print_machine_property(const Elf *elf, u32 type, u32 bits)
{
    static const char *const features[] = {"BTI", "PAC"};
    u16 machine = elf->header.machine;
    if (machine == EM_X86_64 || machine == EM_386)
        return print_x86_property(type, bits);
    if (machine != EM_AARCH64 || type != 0xc0000000)
        return false;
    printf("AArch64 feature: ");
    print_bits(bits, features, 2);
    return true;
}

static void print_unknown_property(u32 type, Span data)
{
    bool processor = type >= 0xc0000000 && type < 0xe0000000;
    printf("<%s type %#x data: ", processor ? "processor-specific" : "application-specific", type);
    print_hex(data, " ");
    printf(" >");
}

static void print_properties(const Note *note)
{
    size_t align = note->elf->is64 ? 8 : 4;
    printf("      Properties: ");
    for (u64 at = 0; at + 8 <= note->data.size;) {
        u32 type = get32(note->data.data + at, note->elf->big);
        u64 size = get32(note->data.data + at + 4, note->elf->big);
        if (!span_contains(note->data, at + 8, size)) {
            printf("<corrupt length: %#" PRIx64 ">", size);
            break;
        }
        const u8 *value = note->data.data + at + 8;
        if (at)
            printf("\t");
        if (type == 1 && size == align)
            printf("stack size: %#" PRIx64, elf_word(note->elf, value));
        else if (type == 2 && !size)
            printf("no copy on protected ");
        else if (size != 4 ||
                 !print_machine_property(note->elf, type, get32(value, note->elf->big)))
            print_unknown_property(type, span_of(value, size));
        at += 8 + (size + align - 1) / align * align;
        if (at + 8 <= note->data.size)
            printf("\n");
    }
    printf("\n");
}

static void print_probe(const Note *note)
{
    size_t word = note->elf->is64 ? 8 : 4;
    u64 at = 3 * word;
    const char *texts[3];
    for (int i = 0; i < 3; i++) {
        texts[i] = string_at(note->data, at);
        if (!texts[i]) {
            printf("  <corrupt - note is too small>\n");
            return;
        }
        at += strlen(texts[i]) + 1;
    }
    u64 places[3];
    for (size_t i = 0; i < 3; i++)
        places[i] = elf_word(note->elf, note->data.data + i * word);
    printf("    Provider: %s\n    Name: %s\n", texts[0], texts[1]);
    const char *format = note->elf->is64
        ? "    Location: 0x%016" PRIx64 ", Base: 0x%016" PRIx64 ", Semaphore: 0x%016" PRIx64 "\n"
        : "    Location: 0x%08" PRIx64 ", Base: 0x%08" PRIx64 ", Semaphore: 0x%08" PRIx64 "\n";
    printf(format, places[0], places[1], places[2]);
    printf("    Arguments: %s\n", texts[2]);
}

static bool print_gnu_note(const Note *note)
{
    switch (note->type) {
    case 1:
        print_abi_tag(note);
        return true;
    case 3:
        printf("    Build ID: ");
        print_hex(note->data, "");
        printf("\n");
        return true;
    case 4:
        printf("    Version: %.*s\n", (int)note->data.size, (const char *)note->data.data);
        return true;
    case 5:
        print_properties(note);
        return true;
    default:
        return false;
    }
}

static void print_note(const ReadelfOptions *o, const Note *note)
{
    printf("  ");
    print_symbol_name(o, -20, note->owner);
    if (o->wide)
        printf(" 0x%08zx\t%s\t", note->data.size, note_type(note));
    else
        printf(" 0x%08zx\t%s\n", note->data.size, note_type(note));
    bool gnu = !strcmp(note->owner, "GNU");
    if (gnu && print_gnu_note(note))
        return;
    if (!strcmp(note->owner, "stapsdt") && note->type == 3) {
        print_probe(note);
        return;
    }
    if (!strcmp(note->owner, "FDO") && note->type == 0xcafe1a7e) {
        printf("    Packaging Metadata: %.*s\n", (int)note->data.size,
               (const char *)note->data.data);
        return;
    }
    if (note->data.size) {
        printf("   description data: ");
        print_hex(note->data, " ");
        printf(" \n");
    } else if (o->wide) {
        printf("\n");
    }
}

static u64 round_up(u64 value, u64 align)
{
    return (value + align - 1) / align * align;
}

static void print_note_range(const ReadelfOptions *o, const Elf *elf, Span data, u64 align)
{
    u64 step = align == 8 ? 8 : 4;
    printf("  %-20s %-10s\tDescription\n", "Owner", "Data size");
    for (u64 at = 0; span_contains(data, at, 12);) {
        u64 name_size = get32(data.data + at, elf->big);
        u64 size = get32(data.data + at + 4, elf->big);
        u64 start = at + round_up(12 + name_size, step);
        if (!span_contains(data, at + 12, name_size) || !span_contains(data, start, size)) {
            readelf_warning("note with invalid namesz and/or descsz found at offset 0x%" PRIx64,
                            at);
            return;
        }
        Note note = {.elf = elf, .type = get32(data.data + at + 8, elf->big)};
        note.owner = copy_text((const char *)data.data + at + 12, name_size);
        note.data = span_slice(data, start, size);
        print_note(o, &note);
        at = start + round_up(size, step);
    }
}

void print_notes(const ReadelfOptions *o, const Elf *elf)
{
    bool found = false;
    for (u32 i = 1; i < elf->section_count; i++) {
        const ElfSection *section = &elf->sections[i];
        if (section->type != SHT_NOTE || !section->size)
            continue;
        found = true;
        printf("\nDisplaying notes found in: %s\n", section->name);
        print_note_range(o, elf, elf_section_data(elf, section), section->align);
    }
    for (u32 i = 0; !found && i < elf->segment_count; i++) {
        const ElfSegment *p = &elf->segments[i];
        if (p->type != PT_NOTE)
            continue;
        printf("\nDisplaying notes found at file offset 0x%08" PRIx64 " with length 0x%08" PRIx64
               ":\n", p->offset, p->filesz);
        print_note_range(o, elf, span_slice(elf->file, p->offset, p->filesz), p->align);
    }
}
