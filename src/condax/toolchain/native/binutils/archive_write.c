/* Writes GNU archives: symbol index, long names, members. */
#include "archive.h"

static void add_header(Buffer *out, const char *name, const ArchiveMember *member, size_t size)
{
    char text[128];
    snprintf(text, sizeof text, "%-16.16s%-12" PRIu64 "%-6" PRIu64 "%-6" PRIu64 "%-8" PRIo64
             "%-10zu`\n", name, member->date, member->uid % 1000000, member->gid % 1000000,
             member->mode, size);
    buffer_add(out, text, MEMBER_HEADER_SIZE);
}

static void add_padded(Buffer *out, Span data)
{
    buffer_add(out, data.data, data.size);
    if (data.size % 2)
        buffer_add(out, "\n", 1);
}

/* What a linker finds through the index: global definitions and common symbols. */
static bool is_indexed(const ElfSymbol *symbol)
{
    u8 binding = symbol_binding(symbol);
    return symbol->section != SHN_UNDEF && *symbol->name &&
           (binding == STB_GLOBAL || binding == STB_WEAK || binding == STB_GNU_UNIQUE);
}

typedef struct {
    Buffer names;
    u32 *members; /* by symbol: which member defines it */
    size_t count, room;
} Index;

static void index_member(Index *index, const Elf *elf, u32 member)
{
    ElfSymbols symbols = elf_symbols(elf, SHT_SYMTAB);
    for (size_t i = 1; i < symbols.count; i++) {
        if (!is_indexed(&symbols.items[i]))
            continue;
        if (index->count == index->room) {
            index->room = index->room ? index->room * 2 : 256;
            index->members = resize(index->members, index->room * sizeof *index->members);
        }
        index->members[index->count++] = member;
        buffer_add(&index->names, symbols.items[i].name, strlen(symbols.items[i].name) + 1);
    }
    free(symbols.items);
}

static Index build_index(const NewMember *members, size_t count)
{
    Index index = {0};
    for (size_t i = 0; i < count; i++)
        if (members[i].elf)
            index_member(&index, members[i].elf, (u32)i);
    return index;
}

static size_t padded(size_t size)
{
    return size + size % 2;
}

static void add_index(Buffer *out, const Index *index, const u64 *offsets, size_t width)
{
    Buffer data = {0};
    u8 number[8];
    width == 8 ? put64(number, true, index->count) : put32(number, true, (u32)index->count);
    buffer_add(&data, number, width);
    for (size_t i = 0; i < index->count; i++) {
        u64 offset = offsets[index->members[i]];
        width == 8 ? put64(number, true, offset) : put32(number, true, (u32)offset);
        buffer_add(&data, number, width);
    }
    buffer_add(&data, index->names.data, index->names.size);
    buffer_align(&data, 2);
    ArchiveMember header = {0};
    add_header(out, width == 8 ? "/SYM64/" : "/", &header, data.size);
    add_padded(out, buffer_span(&data));
}

/* Names that do not fit the header's 16 bytes live in a member of their own. */
static const char **name_members(const NewMember *members, size_t count, Buffer *long_names)
{
    const char **names = allocate_array(count, sizeof *names);
    for (size_t i = 0; i < count; i++) {
        const char *name = members[i].header.name;
        if (strlen(name) < 16) {
            names[i] = format_text("%s/", name);
            continue;
        }
        names[i] = format_text("/%zu", long_names->size);
        buffer_add(long_names, name, strlen(name));
        buffer_add(long_names, "/\n", 2);
    }
    return names;
}

static void add_names(Buffer *out, Span names)
{
    char header[128];
    snprintf(header, sizeof header, "%-48s%-10zu`\n", "//", padded(names.size));
    buffer_add(out, header, MEMBER_HEADER_SIZE);
    add_padded(out, names);
}

Span archive_write(const NewMember *members, size_t count, bool indexed, bool deterministic)
{
    Buffer out = {0}, long_names = {0};
    Index index = indexed ? build_index(members, count) : (Index){0};
    const char **names = name_members(members, count, &long_names);
    u64 *offsets = allocate_array(count, sizeof *offsets);
    u64 total = 0;
    for (size_t i = 0; i < count; i++)
        total += MEMBER_HEADER_SIZE + padded(members[i].data.size);
    size_t width = total > UINT32_MAX - ((u64)1 << 24) ? 8 : 4;
    u64 at = ARCHIVE_MAGIC_SIZE;
    if (indexed)
        at += MEMBER_HEADER_SIZE + padded(width * (index.count + 1) + index.names.size);
    if (long_names.size)
        at += MEMBER_HEADER_SIZE + padded(long_names.size);
    for (size_t i = 0; i < count; i++) {
        offsets[i] = at;
        at += MEMBER_HEADER_SIZE + padded(members[i].data.size);
    }
    buffer_add(&out, "!<arch>\n", ARCHIVE_MAGIC_SIZE);
    if (indexed)
        add_index(&out, &index, offsets, width);
    if (long_names.size)
        add_names(&out, buffer_span(&long_names));
    for (size_t i = 0; i < count; i++) {
        ArchiveMember header = members[i].header;
        if (deterministic) {
            header.date = header.uid = header.gid = 0;
            header.mode = 0644;
        }
        add_header(&out, names[i], &header, members[i].data.size);
        add_padded(&out, members[i].data);
    }
    return buffer_span(&out);
}
