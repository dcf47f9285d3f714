/* Copies one object: choose, edit, number, rewrite, write. */
#include "copy.h"
#include "targets.h"

static bool check_input(const Elf *in)
{
    if (in->sections_truncated || in->segments_truncated) {
        complain("%s: file truncated", in->path);
        return false;
    }
    if (in->section_count < 2) {
        complain("error: the input file '%s' has no sections", in->path);
        return false;
    }
    if (!elf_section_at(in, in->names_index) ||
        in->sections[in->names_index].type == SHT_NOBITS) {
        complain("%s: no section holds the section names", in->path);
        return false;
    }
    for (u32 i = 1; i < in->section_count; i++) {
        const ElfSection *s = &in->sections[i];
        if (s->type != SHT_NOBITS && s->type != SHT_NULL &&
            !span_contains(in->file, s->offset, s->size)) {
            complain("%s: section '%s': file truncated", in->path, s->name);
            return false;
        }
        if (s->align & (s->align - 1)) {
            complain("%s: section '%s': alignment %" PRIu64 " is no power of two", in->path,
                     s->name, s->align);
            return false;
        }
        if (s->align > 1u << 26) {
            complain("%s: section '%s': alignment %" PRIu64 " is too large", in->path, s->name,
                     s->align);
            return false;
        }
    }
    return true;
}

static bool check_tables(const CopyObject *object)
{
    const Elf *in = object->in;
    const ElfSection *names = &in->sections[in->names_index];
    const ElfSection *table = elf_section_at(in, object->symbol_table);
    const ElfSection *strings = table ? elf_section_at(in, table->link) : NULL;
    if (table && (!strings || strings->type != SHT_STRTAB)) {
        complain("%s: the symbol table has no string table", in->path);
        return false;
    }
    if ((names->flags & SHF_ALLOC) || (strings && (strings->flags & SHF_ALLOC))) {
        complain("%s: a string table that has to change is part of the loaded file", in->path);
        return false;
    }
    return true;
}

static bool load_object(CopyObject *object)
{
    const Elf *in = object->in;
    if (!check_input(in))
        return false;
    object->count = in->section_count;
    object->entry = in->header.entry;
    object->sections = allocate_array(object->count, sizeof *object->sections);
    for (u32 i = 1; i < object->count; i++) {
        object->sections[i].header = in->sections[i];
        object->sections[i].data = elf_section_data(in, &in->sections[i]);
    }
    object->segments = allocate_array(in->segment_count, sizeof *object->segments);
    if (in->segment_count)
        memcpy(object->segments, in->segments, in->segment_count * sizeof *object->segments);
    for (u32 i = in->section_count - 1; i; i--)
        if (in->sections[i].type == SHT_SYMTAB && !(in->sections[i].flags & SHF_ALLOC))
            object->symbol_table = i;
    ElfSymbols symbols = elf_symbols_of(in, object->symbol_table);
    object->symbol_count = symbols.count;
    object->symbols = allocate_array(symbols.count, sizeof *object->symbols);
    for (size_t i = 0; i < symbols.count; i++)
        object->symbols[i].symbol = symbols.items[i];
    return check_tables(object);
}

static void number_sections(CopyObject *object)
{
    object->output_count = 1;
    for (u32 i = 1; i < object->count; i++)
        object->sections[i].index = object->sections[i].removed ? 0 : object->output_count++;
}

static void change_entry(CopyObject *object)
{
    const CopyOptions *o = object->options;
    u64 value;
    if (o->start_address) {
        if (!parse_number(o->start_address, &value))
            die("bad number: %s", o->start_address);
        object->entry = value;
    }
    if (o->change_start) {
        const char *digits = o->change_start + (o->change_start[0] == '-');
        if (!parse_number(digits, &value))
            die("bad number: %s", o->change_start);
        object->entry += o->change_start[0] == '-' ? -value : value;
    }
}

static bool is_compressed(const CopyObject *object)
{
    for (u32 i = 1; i < object->count; i++)
        if (object->sections[i].header.flags & SHF_COMPRESSED)
            return true;
    return false;
}

bool copy_object(const CopyOptions *options, const Elf *in, Buffer *out)
{
    CopyObject object = {.options = options, .in = in};
    if (!load_object(&object))
        return false;
    if (options->decompress && is_compressed(&object)) {
        complain("%s: --decompress-debug-sections is not supported: compile with -gz=none",
                 in->path);
        return false;
    }
    copy_choose_sections(&object);
    copy_drop_dependents(&object);
    if (!copy_edit_sections(&object))
        return false;
    change_entry(&object);
    if (options->output_target && !strcmp(options->output_target, "binary")) {
        copy_to_binary(&object, out);
        return true;
    }
    if (!copy_choose_symbols(&object))
        return false;
    copy_drop_dependents(&object);
    number_sections(&object);
    copy_number_symbols(&object);
    if (!copy_rewrite_tables(&object))
        return false;
    copy_write(&object, out);
    return true;
}
