/* objcopy -I binary: raw bytes into an ELF object. */
#include "copy.h"
#include "targets.h"

#include <ctype.h>

/* Every character that cannot stand in a C name becomes an underscore. */
static const char *binary_symbol(const char *path, const char *ending)
{
    char *name = format_text("_binary_%s_%s", path, ending);
    for (char *c = name; *c; c++)
        if (!isalnum((unsigned char)*c))
            *c = '_';
    return name;
}

typedef struct {
    Buffer file;
    const Target *target;
} BinaryBuilder;

static u32 add_string(Buffer *table, const char *text)
{
    u32 offset = (u32)table->size;
    buffer_add(table, text, strlen(text) + 1);
    return offset;
}

static void build_number(BinaryBuilder *b, u64 value, int size)
{
    u8 bytes[8];
    if (size == 2)
        put16(bytes, b->target->big, (u16)value);
    else if (size == 4)
        put32(bytes, b->target->big, (u32)value);
    else
        put64(bytes, b->target->big, value);
    buffer_add(&b->file, bytes, (size_t)size);
}

static void build_header(BinaryBuilder *b)
{
    u8 ident[16] = {0x7f, 'E', 'L', 'F', b->target->is64 ? 2 : 1, b->target->big ? 2 : 1, 1};
    int word = b->target->is64 ? 8 : 4;
    buffer_add(&b->file, ident, 16);
    build_number(b, ET_REL, 2);
    build_number(b, b->target->machine, 2);
    build_number(b, 1, 4);
    build_number(b, 0, word);
    build_number(b, 0, word);
    build_number(b, 0, word); /* the section table's offset follows later */
    build_number(b, 0, 4);
    build_number(b, b->target->is64 ? 64 : 52, 2);
    build_number(b, 0, 2);
    build_number(b, 0, 2);
    build_number(b, b->target->is64 ? 64 : 40, 2);
    build_number(b, 5, 2);
    build_number(b, 4, 2);
}

static void build_symbol(BinaryBuilder *b, u32 name, u64 value, u16 section)
{
    u8 global[2] = {STB_GLOBAL << 4, 0};
    build_number(b, name, 4);
    if (!b->target->is64) {
        build_number(b, value, 4);
        build_number(b, 0, 4);
    }
    buffer_add(&b->file, name ? global : (u8[2]){0, 0}, 2);
    build_number(b, section, 2);
    if (b->target->is64) {
        build_number(b, value, 8);
        build_number(b, 0, 8);
    }
}

static void build_section(BinaryBuilder *b, const ElfSection *s)
{
    int word = b->target->is64 ? 8 : 4;
    build_number(b, s->name_offset, 4);
    build_number(b, s->type, 4);
    build_number(b, s->flags, word);
    build_number(b, 0, word);
    build_number(b, s->offset, word);
    build_number(b, s->size, word);
    build_number(b, s->link, 4);
    build_number(b, s->info, 4);
    build_number(b, s->align, word);
    build_number(b, s->entsize, word);
}

static void build_object(BinaryBuilder *b, Span content, const char *path)
{
    static const char names[] = "\0.data\0.symtab\0.strtab\0.shstrtab";
    bool is64 = b->target->is64;
    Buffer strings = {0};
    ElfSection sections[5] = {
        {.name_offset = 0},
        {.name_offset = 1, .type = SHT_PROGBITS, .flags = SHF_ALLOC | SHF_WRITE, .align = 1},
        {.name_offset = 7, .type = SHT_SYMTAB, .link = 3, .info = 1, .align = is64 ? 8 : 4,
         .entsize = is64 ? 24 : 16},
        {.name_offset = 15, .type = SHT_STRTAB, .align = 1},
        {.name_offset = 23, .type = SHT_STRTAB, .align = 1, .size = sizeof names},
    };
    build_header(b);
    sections[1].offset = b->file.size;
    sections[1].size = content.size;
    buffer_add(&b->file, content.data, content.size);
    buffer_align(&b->file, 8);
    add_string(&strings, "");
    sections[2].offset = b->file.size;
    build_symbol(b, 0, 0, 0);
    build_symbol(b, add_string(&strings, binary_symbol(path, "start")), 0, 1);
    build_symbol(b, add_string(&strings, binary_symbol(path, "end")), content.size, 1);
    build_symbol(b, add_string(&strings, binary_symbol(path, "size")), content.size, (u16)SHN_ABS);
    sections[2].size = b->file.size - sections[2].offset;
    sections[3].offset = b->file.size;
    sections[3].size = strings.size;
    buffer_add(&b->file, strings.data, strings.size);
    sections[4].offset = b->file.size;
    buffer_add(&b->file, names, sizeof names);
    buffer_align(&b->file, 8);
    u64 table = b->file.size;
    for (int i = 0; i < 5; i++)
        build_section(b, &sections[i]);
    if (is64)
        put64(b->file.data + 40, b->target->big, table);
    else
        put32(b->file.data + 32, b->target->big, (u32)table);
}

void copy_from_binary(const CopyOptions *options, Span content, const char *path, Buffer *out)
{
    const Target *target = options->output_target ? find_target(options->output_target) : NULL;
    if (options->architecture && !is_architecture(options->architecture))
        die("architecture %s unknown", options->architecture);
    if (!options->output_target)
        die("-I binary needs -O with an ELF target, e.g. -O elf64-littleaarch64");
    if (!strcmp(options->output_target, "binary")) {
        buffer_add(out, content.data, content.size);
        return;
    }
    if (!target)
        die("%s: invalid bfd target", options->output_target);
    BinaryBuilder builder = {.target = target};
    Elf elf;
    build_object(&builder, content, path);
    CopyOptions rest = *options;
    rest.output_target = NULL;
    if (!elf_open(&elf, buffer_span(&builder.file), path) || !copy_object(&rest, &elf, out))
        exit(1);
}
