/* Lays the changed object out and writes it.
 *
 * In a linked file everything that segments cover keeps its place and its bytes; what is not
 * loaded follows behind. A relocatable file is laid out anew. */
#include "copy.h"

typedef struct {
    u8 *at;
    const Elf *elf;
} Writer;

static NOINLINE void add16(Writer *w, u16 value)
{
    put16(w->at, w->elf->big, value);
    w->at += 2;
}

static NOINLINE void add32(Writer *w, u32 value)
{
    put32(w->at, w->elf->big, value);
    w->at += 4;
}

static NOINLINE void add_word(Writer *w, u64 value)
{
    if (w->elf->is64)
        put64(w->at, w->elf->big, value);
    else
        put32(w->at, w->elf->big, (u32)value);
    w->at += w->elf->is64 ? 8 : 4;
}

static void write_header(const CopyObject *object, u8 *record, u64 section_table)
{
    const ElfHeader *h = &object->in->header;
    u32 names = object->sections[object->in->names_index].index;
    Writer w = {record + 16, object->in};
    memcpy(record, h->ident, 16);
    add16(&w, h->type);
    add16(&w, h->machine);
    add32(&w, h->version);
    add_word(&w, object->entry);
    add_word(&w, is_linked(object) ? h->phoff : 0);
    add_word(&w, section_table);
    add32(&w, h->flags);
    add16(&w, object->in->is64 ? 64 : 52);
    add16(&w, h->phentsize);
    add16(&w, h->raw_phnum);
    add16(&w, object->in->is64 ? 64 : 40);
    /* Numbers that do not fit go into section 0 (gABI ch. 4). */
    add16(&w, object->output_count < 0xff00 ? (u16)object->output_count : 0);
    add16(&w, names < 0xff00 ? (u16)names : 0xffff);
}

static void write_segment(const CopyObject *object, u8 *record, const ElfSegment *p)
{
    Writer w = {record, object->in};
    add32(&w, p->type);
    if (object->in->is64)
        add32(&w, p->flags);
    add_word(&w, p->offset);
    add_word(&w, p->vaddr);
    add_word(&w, p->paddr);
    add_word(&w, p->filesz);
    add_word(&w, p->memsz);
    if (!object->in->is64)
        add32(&w, p->flags);
    add_word(&w, p->align);
}

static void write_section_header(const Elf *elf, u8 *record, const ElfSection *s)
{
    Writer w = {record, elf};
    add32(&w, s->name_offset);
    add32(&w, s->type);
    add_word(&w, s->flags);
    add_word(&w, s->addr);
    add_word(&w, s->offset);
    add_word(&w, s->size);
    add32(&w, s->link);
    add32(&w, s->info);
    add_word(&w, s->align);
    add_word(&w, s->entsize);
}

static u32 mapped_section(const CopyObject *object, u32 old)
{
    return old < object->count ? object->sections[old].index : 0;
}

static u32 mapped_info(const CopyObject *object, const CopySection *section)
{
    u32 info = section->header.info;
    switch (section->header.type) {
    case SHT_REL:
    case SHT_RELA:
        return mapped_section(object, info);
    case SHT_GROUP:
        return info < object->symbol_count ? object->symbols[info].index : 0;
    default:
        return section->header.flags & SHF_INFO_LINK ? mapped_section(object, info) : info;
    }
}

static void write_section_table(const CopyObject *object, Buffer *out)
{
    size_t size = object->in->is64 ? 64 : 40;
    buffer_align(out, object->in->is64 ? 8 : 4);
    u64 table = out->size;
    buffer_fill(out, 0, object->output_count * size);
    u32 names = mapped_section(object, object->in->names_index);
    ElfSection first = {.name = ""};
    first.size = object->output_count < 0xff00 ? 0 : object->output_count;
    first.link = names < 0xff00 ? 0 : names;
    first.info = object->in->header.raw_phnum == 0xffff ? object->in->segment_count : 0;
    write_section_header(object->in, out->data + table, &first);
    for (u32 i = 1; i < object->count; i++) {
        const CopySection *section = &object->sections[i];
        if (section->removed)
            continue;
        ElfSection header = section->header;
        if (!section->is_new) {
            header.info = mapped_info(object, section);
            header.link = mapped_section(object, section->header.link);
        }
        write_section_header(object->in, out->data + table + section->index * size, &header);
    }
    write_header(object, out->data, table);
}

static void append_section(CopySection *section, Buffer *out)
{
    if (section->header.type != SHT_NOBITS && section->header.align > 1)
        buffer_align(out, section->header.align);
    section->header.offset = out->size;
    if (section->header.type != SHT_NOBITS)
        buffer_add(out, section->data.data, section->data.size);
}

static void write_relocatable(CopyObject *object, Buffer *out)
{
    buffer_fill(out, 0, object->in->is64 ? 64 : 52);
    for (u32 i = 1; i < object->count; i++)
        if (!object->sections[i].removed)
            append_section(&object->sections[i], out);
    write_section_table(object, out);
}

static u64 minimum(u64 a, u64 b)
{
    return a < b ? a : b;
}

static u64 headers_end(const CopyObject *object)
{
    const ElfHeader *h = &object->in->header;
    u64 end = object->in->is64 ? 64 : 52;
    u64 segments_end = h->phoff + (u64)h->phentsize * object->in->segment_count;
    return segments_end > end ? segments_end : end;
}

static bool stays_in_place(const CopySection *section)
{
    return !section->is_new && (section->header.flags & SHF_ALLOC);
}

/* PT_RISCV_ATTRIBUTES and its like describe one section that is not loaded: where that section
 * goes, the segment follows. Returns its number, or 0 for every other segment. */
static u32 followed_section(const CopyObject *object, const ElfSegment *segment)
{
    for (u32 i = 0; i < object->in->segment_count; i++) {
        const ElfSegment *load = &object->in->segments[i];
        if (load->type == PT_LOAD && segment->offset >= load->offset &&
            segment->offset - load->offset < load->filesz)
            return 0;
    }
    for (u32 i = 1; i < object->in->section_count; i++) {
        const ElfSection *section = &object->in->sections[i];
        if (!(section->flags & SHF_ALLOC) && section->type != SHT_NOBITS && section->size &&
            section->offset == segment->offset && section->size == segment->filesz)
            return i;
    }
    return 0;
}

static u64 loaded_end(const CopyObject *object)
{
    u64 end = headers_end(object), size = object->in->file.size;
    for (u32 i = 0; i < object->in->segment_count; i++) {
        const ElfSegment *p = &object->in->segments[i];
        u64 stop = p->filesz > size ? size : minimum(p->offset, size) + p->filesz;
        if (p->filesz && minimum(stop, size) > end && !followed_section(object, p))
            end = minimum(stop, size);
    }
    for (u32 i = 1; i < object->count; i++) {
        const CopySection *s = &object->sections[i];
        if (!s->removed && stays_in_place(s) && s->header.type != SHT_NOBITS &&
            s->header.offset + s->header.size > end)
            end = s->header.offset + s->header.size;
    }
    return end;
}

static void place(Buffer *out, u64 offset, Span data)
{
    if (data.size && offset <= out->size && data.size <= out->size - offset)
        memcpy(out->data + offset, data.data, data.size);
}

/* Removed contents become zeros; a removed note becomes an empty one, because what reads the
 * notes of a segment walks from one to the next. */
static void erase(const CopyObject *object, Buffer *out, const CopySection *section)
{
    Span old = elf_section_data(object->in, &section->header);
    if (!span_contains(buffer_span(out), section->header.offset, old.size))
        return;
    u8 *start = out->data + section->header.offset;
    memset(start, 0, old.size);
    if (section->header.type == SHT_NOTE && old.size >= 12)
        put32(start + 4, object->in->big, (u32)old.size - 12);
}

static bool segment_covers(const ElfSegment *segment, const ElfSection *section)
{
    return section->offset >= segment->offset && section->size <= segment->filesz &&
           section->offset - segment->offset <= segment->filesz - section->size;
}

/* A segment that describes removed sections only must not point at what is left of them. */
static void drop_empty_segments(CopyObject *object)
{
    for (u32 i = 0; i < object->in->segment_count; i++) {
        ElfSegment *segment = &object->segments[i];
        bool had = false, has = false;
        if (segment->type != PT_NOTE && segment->type != PT_GNU_PROPERTY &&
            segment->type != PT_GNU_EH_FRAME && segment->type != PT_INTERP)
            continue;
        for (u32 j = 1; j < object->count; j++) {
            const CopySection *section = &object->sections[j];
            if (section->is_new || !(section->header.flags & SHF_ALLOC) ||
                !segment_covers(segment, &section->header))
                continue;
            had |= section->removed;
            has |= !section->removed;
        }
        if (had && !has)
            *segment = (ElfSegment){.type = PT_NULL};
    }
}

static void move_segments(CopyObject *object)
{
    for (u32 i = 0; i < object->in->segment_count; i++) {
        u32 followed = followed_section(object, &object->in->segments[i]);
        const CopySection *section = &object->sections[followed];
        if (!followed)
            continue;
        if (section->removed) {
            object->segments[i] = (ElfSegment){.type = PT_NULL};
            continue;
        }
        object->segments[i].offset = section->header.offset;
        object->segments[i].filesz = section->header.size;
    }
}

static void write_segments(CopyObject *object, Buffer *out)
{
    const ElfHeader *h = &object->in->header;
    move_segments(object);
    for (u32 i = 0; i < object->in->segment_count; i++)
        write_segment(object, out->data + h->phoff + (u64)i * h->phentsize, &object->segments[i]);
}

/* Unchanged contents between loaded parts, as patchelf leaves them, stay where they are. */
static bool fits_in_place(const CopySection *section, u64 end)
{
    return !section->is_new && !section->changed && section->header.type != SHT_NOBITS &&
           section->data.size == section->header.size && section->header.offset <= end &&
           section->header.size <= end - section->header.offset;
}

static void write_linked(CopyObject *object, Buffer *out)
{
    u64 end = loaded_end(object);
    Span file = object->in->file;
    buffer_fill(out, 0, end);
    place(out, 0, span_slice(file, 0, headers_end(object)));
    for (u32 i = 0; i < object->in->segment_count; i++) {
        const ElfSegment *p = &object->in->segments[i];
        place(out, p->offset, span_slice(file, p->offset, p->filesz));
    }
    for (u32 i = 1; i < object->count; i++)
        if (object->sections[i].removed && stays_in_place(&object->sections[i]))
            erase(object, out, &object->sections[i]);
    for (u32 i = 1; i < object->count; i++) {
        CopySection *section = &object->sections[i];
        if (section->removed)
            continue;
        if (stays_in_place(section) || fits_in_place(section, end))
            place(out, section->header.offset, section->data);
        else
            append_section(section, out);
    }
    drop_empty_segments(object);
    write_segments(object, out);
    write_section_table(object, out);
}

/* The part of `segment` that notes still fill: where it starts and ends in the output. */
static bool notes_inside(const CopyObject *object, const ElfSegment *segment, u64 *start, u64 *end)
{
    bool found = false;
    for (u32 i = 1; i < object->in->section_count; i++) {
        const CopySection *section = &object->sections[i];
        const ElfSection *old = &object->in->sections[i];
        if (section->removed || section->header.type != SHT_NOTE || !(old->flags & SHF_ALLOC) ||
            !segment_covers(segment, old))
            continue;
        /* A segment to load can only hold what kept its distance from the segment's start. */
        if (segment->type == PT_LOAD && section->header.offset != old->offset)
            continue;
        if (!found)
            *start = segment->type == PT_LOAD ? segment->offset : section->header.offset;
        found = true;
        *end = section->header.offset + section->header.size;
    }
    return found;
}

static bool is_loaded_note(const CopySection *section)
{
    return !section->is_new && section->header.type == SHT_NOTE &&
           (section->header.flags & SHF_ALLOC);
}

typedef struct {
    u64 old_end, new_end; /* of the last note, in the input and in the output */
} NotePlace;

/* Notes that one segment covers keep their distance; those near the headers keep their place. */
static void pad_before_note(Buffer *out, const NotePlace *last, u64 old_offset)
{
    const u64 page = 4096;
    u64 gap = old_offset - last->old_end;
    u64 start = last->old_end && gap < page ? last->new_end + gap : old_offset;
    if (start > out->size && start - out->size < page)
        buffer_fill(out, 0, start - out->size);
}

static void shrink_segments(CopyObject *object)
{
    for (u32 i = 0; i < object->in->segment_count; i++) {
        ElfSegment *segment = &object->segments[i];
        u64 start = segment->offset, end = segment->offset;
        if (segment->type == PT_PHDR || !segment->filesz)
            continue;
        if (segment->type == PT_LOAD && !segment->offset)
            end = minimum(headers_end(object), segment->filesz);
        notes_inside(object, &object->in->segments[i], &start, &end);
        segment->offset = start;
        segment->filesz = end - start;
    }
}

/* --only-keep-debug: headers, notes and debugging sections, closely packed. */
static void write_debug_file(CopyObject *object, Buffer *out)
{
    NotePlace last = {0};
    buffer_fill(out, 0, headers_end(object));
    for (u32 i = 1; i < object->count; i++) {
        CopySection *section = &object->sections[i];
        u64 old_offset = section->header.offset;
        bool note = is_loaded_note(section);
        if (section->removed)
            continue;
        if (note)
            pad_before_note(out, &last, old_offset);
        append_section(section, out);
        if (note)
            last = (NotePlace){old_offset + section->header.size, out->size};
    }
    shrink_segments(object);
    write_segments(object, out);
    write_section_table(object, out);
}

void copy_write(CopyObject *object, Buffer *out)
{
    if (!is_linked(object))
        write_relocatable(object, out);
    else if (object->options->strip == STRIP_TO_DEBUG)
        write_debug_file(object, out);
    else
        write_linked(object, out);
}
