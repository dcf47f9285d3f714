/* Reads archives and walks the ELF objects that a command line names. */
#include "archive.h"

bool is_archive(Span file)
{
    return file.size >= ARCHIVE_MAGIC_SIZE &&
           (!memcmp(file.data, "!<arch>\n", 8) || !memcmp(file.data, "!<thin>\n", 8));
}

/* A number padded with blanks; wrong digits end it. */
static u64 field_number(const u8 *field, size_t size, unsigned base)
{
    u64 value = 0;
    for (size_t i = 0; i < size && field[i] >= '0' && field[i] < '0' + (int)base; i++)
        value = value * base + (u64)(field[i] - '0');
    return value;
}

/* The name without the padding and without GNU's closing slash. */
static char *short_name(const u8 *field)
{
    size_t size = 16;
    while (size && field[size - 1] == ' ')
        size--;
    if (size > 1 && field[size - 1] == '/')
        size--;
    return copy_text((const char *)field, size);
}

static char *long_name(Span names, u64 offset)
{
    Span rest = span_slice(names, offset, names.size);
    size_t size = 0;
    while (size < rest.size && rest.data[size] != '\n' && rest.data[size])
        size++;
    if (size && rest.data[size - 1] == '/')
        size--;
    return copy_text((const char *)rest.data, size);
}

/* Paths in a thin archive are relative to the archive's own folder. */
static void load_thin_member(const Archive *archive, ArchiveMember *member)
{
    const char *slash = strrchr(archive->path, '/');
    if (member->name[0] != '/' && slash)
        member->name = format_text("%.*s%s", (int)(slash + 1 - archive->path), archive->path,
                                   member->name);
    FILE *probe = fopen(member->name, "rb");
    member->missing = !probe;
    if (!probe)
        return;
    fclose(probe);
    member->data = read_needed(member->name);
}

typedef struct {
    Archive *archive;
    Span file, names;
    size_t room;
} ArchiveReader;

static void add_member(ArchiveReader *reader, const ArchiveMember *member)
{
    Archive *archive = reader->archive;
    if (archive->count == reader->room) {
        reader->room = reader->room ? reader->room * 2 : 64;
        archive->members = resize(archive->members, reader->room * sizeof *archive->members);
    }
    archive->members[archive->count++] = *member;
}

/* Reads one header and what belongs to it; returns the offset of the next one. */
static u64 read_member(ArchiveReader *reader, u64 at)
{
    Archive *archive = reader->archive;
    const u8 *h = reader->file.data + at;
    ArchiveMember m = {
        .header_offset = at,
        .date = field_number(h + 16, 12, 10),
        .uid = field_number(h + 28, 6, 10),
        .gid = field_number(h + 34, 6, 10),
        .mode = field_number(h + 40, 8, 8),
        .size = field_number(h + 48, 10, 10),
    };
    m.data = span_slice(reader->file, at + MEMBER_HEADER_SIZE, m.size);
    bool index = !memcmp(h, "/ ", 2) || !memcmp(h, "/SYM64/", 7);
    bool names = !memcmp(h, "// ", 3);
    bool outside = archive->thin && !index && !names;
    u64 next = at + MEMBER_HEADER_SIZE + (outside ? 0 : m.size + m.size % 2);
    if (!outside && m.data.size < m.size)
        archive->malformed = true;
    if (index) {
        archive->index = m.data;
        archive->index64 = h[1] == 'S';
    } else if (names) {
        reader->names = m.data;
    } else {
        if (h[0] == '/' && h[1] >= '0' && h[1] <= '9') {
            m.name = long_name(reader->names, field_number(h + 1, 15, 10));
        } else if (!memcmp(h, "#1/", 3)) {
            u64 size = field_number(h + 3, 13, 10);
            m.name = long_name(span_slice(m.data, 0, size), 0);
            m.data = span_slice(m.data, size, m.data.size);
        } else {
            m.name = short_name(h);
        }
        if (outside)
            load_thin_member(archive, &m);
        if (!starts_with(m.name, "__.SYMDEF"))
            add_member(reader, &m);
    }
    return next;
}

void archive_open(Archive *archive, Span file, const char *path)
{
    *archive = (Archive){.path = path, .thin = !memcmp(file.data, "!<thin>\n", 8)};
    ArchiveReader reader = {.archive = archive, .file = file};
    u64 at = ARCHIVE_MAGIC_SIZE;
    while (at < file.size) {
        if (!span_contains(file, at, MEMBER_HEADER_SIZE) || memcmp(file.data + at + 58, "`\n", 2)) {
            archive->malformed = true;
            return;
        }
        at = read_member(&reader, at);
    }
}

void archive_visit_index(const Archive *archive,
                         void (*visit)(void *, const char *, u64), void *context)
{
    size_t width = archive->index64 ? 8 : 4;
    Span index = archive->index;
    if (index.size < width)
        return;
    u64 count = width == 8 ? get64(index.data, true) : get32(index.data, true);
    if (count > index.size / width - 1)
        return;
    Span names = span_slice(index, (count + 1) * width, index.size);
    u64 at = 0;
    for (u64 i = 0; i < count; i++) {
        const u8 *entry = index.data + (i + 1) * width;
        const char *name = string_at(names, at);
        if (!name)
            return;
        visit(context, name, width == 8 ? get64(entry, true) : get32(entry, true));
        at += strlen(name) + 1;
    }
}

const ArchiveMember *archive_member_at(const Archive *archive, u64 header_offset)
{
    for (size_t i = 0; i < archive->count; i++)
        if (archive->members[i].header_offset == header_offset)
            return &archive->members[i];
    return NULL;
}

static void visit_member(const Archive *archive, const ArchiveMember *member,
                         const InputVisitor *visitor)
{
    Input input = {.path = archive->path, .member = member->name, .archive = archive,
                   .header = member};
    char *path = format_text("%s(%s)", archive->path, member->name);
    if (member->missing)
        complain("%s: No such file or directory", path);
    else if (!elf_open(&input.elf, member->data, path))
        complain("%s: file format not recognized", path);
    else if (input.elf.sections_truncated)
        complain("%s: file truncated", path);
    else
        visitor->object(&input, visitor->context);
}

void visit_inputs(const char *path, const InputVisitor *visitor)
{
    Span file;
    if (!read_input(path, &file))
        return;
    Input input = {.path = path};
    if (is_archive(file)) {
        Archive archive;
        archive_open(&archive, file, path);
        if (visitor->archive_start)
            visitor->archive_start(&archive, visitor->context);
        for (size_t i = 0; i < archive.count; i++)
            visit_member(&archive, &archive.members[i], visitor);
        if (archive.malformed)
            complain("%s: malformed archive", path);
    } else if (!elf_open(&input.elf, file, path)) {
        complain("%s: file format not recognized", path);
    } else if (input.elf.sections_truncated) {
        complain("%s: file truncated", path);
    } else {
        visitor->object(&input, visitor->context);
    }
}
