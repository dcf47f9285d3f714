/* Which sections strip and objcopy keep, and how the kept ones change. */
#include "copy.h"

#include <fnmatch.h>

bool is_linked(const CopyObject *object)
{
    return object->in->segment_count > 0;
}

static bool is_relocation(const ElfSection *section)
{
    return section->type == SHT_REL || section->type == SHT_RELA;
}

static bool is_debug_section(const ElfSection *section)
{
    return !(section->flags & SHF_ALLOC) && is_debug_name(section->name);
}

static bool strips_section(const CopyOptions *o, const ElfSection *section)
{
    const char *name = section->name;
    if (name_listed(&o->keep_sections, name, true))
        return false;
    if (name_listed(&o->remove_sections, name, true))
        return true;
    if (o->only_sections.count && !name_listed(&o->only_sections, name, true))
        return true;
    switch (o->strip) {
    case STRIP_DEBUG:
    case STRIP_UNNEEDED:
    case STRIP_ALL:
        return is_debug_section(section);
    case STRIP_DWO:
        return is_split_debug_name(name);
    case STRIP_TO_DWO:
        return !is_split_debug_name(name);
    default:
        return o->discard == DISCARD_LOCALS && is_debug_section(section);
    }
}

/* Symbol and string tables follow from what else is kept, so no option removes them by name. */
static bool strips_relocations(const CopyObject *object, u32 index)
{
    const CopyOptions *o = object->options;
    const ElfSection *section = &object->in->sections[index];
    if (!is_relocation(section))
        return false;
    if (name_listed(&o->remove_sections, section->name, true))
        return true;
    const char *target = elf_section_name(object->in, section->info);
    return name_listed(&o->remove_relocations, target, true);
}

void copy_choose_sections(CopyObject *object)
{
    for (u32 i = 1; i < object->count; i++) {
        const ElfSection *section = &object->in->sections[i];
        /* Without its symbol a group has no name to be compared by. */
        if (section->type == SHT_GROUP && object->options->strip == STRIP_ALL) {
            object->sections[i].removed = true;
            continue;
        }
        object->sections[i].removed = is_listed_section(object->in, i)
            ? strips_section(object->options, section)
            : strips_relocations(object, i);
    }
}

static bool is_gone(const CopyObject *object, u32 index)
{
    return index && index < object->count && object->sections[index].removed;
}

static bool group_is_empty(const CopyObject *object, const CopySection *group)
{
    for (size_t at = 4; at + 4 <= group->data.size; at += 4)
        if (!is_gone(object, get32(group->data.data + at, object->in->big)))
            return false;
    return true;
}

static bool string_table_unused(const CopyObject *object, u32 index)
{
    if (index == object->in->names_index)
        return false;
    bool was_symbols = false;
    for (u32 i = 1; i < object->count; i++) {
        const CopySection *user = &object->sections[i];
        if (user->is_new || user->header.link != index)
            continue;
        if (!user->removed)
            return false;
        was_symbols |= user->header.type == SHT_SYMTAB;
    }
    return was_symbols;
}

static bool lost_what_it_needs(const CopyObject *object, u32 index)
{
    const CopySection *section = &object->sections[index];
    const ElfSection *header = &section->header;
    bool allocated = header->flags & SHF_ALLOC;
    switch (header->type) {
    case SHT_REL:
    case SHT_RELA:
        if (is_relocatable(object->in) || !allocated)
            return is_gone(object, header->info) || is_gone(object, header->link);
        return false;
    case SHT_SYMTAB_SHNDX:
    case SHT_LLVM_ADDRSIG:
        return is_gone(object, header->link);
    case SHT_GROUP:
        return is_gone(object, header->link) || group_is_empty(object, section);
    case SHT_STRTAB:
        return !allocated && string_table_unused(object, index);
    default:
        return (header->flags & SHF_LINK_ORDER) && !allocated && is_gone(object, header->link);
    }
}

void copy_drop_dependents(CopyObject *object)
{
    bool again = true;
    while (again) {
        again = false;
        for (u32 i = 1; i < object->count; i++) {
            CopySection *section = &object->sections[i];
            if (section->removed || section->is_new || !lost_what_it_needs(object, i))
                continue;
            section->removed = true;
            again = true;
        }
    }
}

CopySection *copy_add_section(CopyObject *object, const char *name, Span data)
{
    object->sections = resize(object->sections, (object->count + 1) * sizeof *object->sections);
    CopySection *section = &object->sections[object->count++];
    *section = (CopySection){.data = data, .is_new = true, .changed = true};
    section->header = (ElfSection){.name = name, .type = SHT_PROGBITS, .align = 1};
    return section;
}

static CopySection *find_kept(CopyObject *object, const char *name)
{
    for (u32 i = 1; i < object->count; i++)
        if (!object->sections[i].removed && !strcmp(object->sections[i].header.name, name))
            return &object->sections[i];
    return NULL;
}

static bool dump_sections(CopyObject *object)
{
    const PairList *list = &object->options->dump_sections;
    for (size_t i = 0; i < list->count; i++) {
        const NamePair *pair = &list->items[i];
        const ElfSection *section = elf_find_section(object->in, pair->name);
        if (!section) {
            complain("%s: can't dump section '%s' - it does not exist", object->in->path,
                     pair->name);
            return false;
        }
        if (section->type == SHT_NOBITS) {
            complain("%s: can't dump section - it has no contents: '%s'", object->in->path,
                     pair->name);
            return false;
        }
        OutputFile file = {.path = pair->value, .mode = masked_mode(0666), .input = ""};
        if (!write_output(&file, elf_section_data(object->in, section)))
            return false;
    }
    return true;
}

static const NamePair *find_pattern(const PairList *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (!fnmatch(list->items[i].name, name, 0))
            return &list->items[i];
    return NULL;
}

/* The flags that `--set-section-flags` decides; the others stay as they are. */
static const u64 settable_flags =
    SHF_ALLOC | SHF_WRITE | SHF_EXECINSTR | SHF_MERGE | SHF_STRINGS | SHF_EXCLUDE;

static bool set_flags(CopyObject *object, CopySection *section, const char *text)
{
    unsigned flags = parse_section_flags(text);
    ElfSection *header = &section->header;
    u64 chosen = (flags & SEC_ALLOC ? SHF_ALLOC : 0) | (flags & SEC_READONLY ? 0 : SHF_WRITE) |
                 (flags & SEC_CODE ? SHF_EXECINSTR : 0) | (flags & SEC_MERGE ? SHF_MERGE : 0) |
                 (flags & SEC_STRINGS ? SHF_STRINGS : 0) | (flags & SEC_EXCLUDE ? SHF_EXCLUDE : 0);
    bool fill = header->type == SHT_NOBITS && (flags & (SEC_CONTENTS | SEC_LOAD));
    bool moves = fill || ((chosen ^ header->flags) & SHF_ALLOC);
    const char *target = object->options->output_target;
    if (moves && is_linked(object) && !(target && !strcmp(target, "binary"))) {
        complain("%s: cannot change whether section '%s' is loaded: the file is already linked",
                 object->in->path, header->name);
        return false;
    }
    if (fill && header->size > UINT32_MAX) {
        complain("%s: section '%s' is too large to be given contents", object->in->path,
                 header->name);
        return false;
    }
    header->flags = (header->flags & ~settable_flags) | chosen;
    if (fill) {
        header->type = SHT_PROGBITS;
        section->data = span_of(allocate(header->size), header->size);
        section->changed = true;
    }
    return true;
}

static bool change_header(CopyObject *object, CopySection *section)
{
    const CopyOptions *o = object->options;
    ElfSection *header = &section->header;
    const char *old_name = header->name;
    const NamePair *rename = find_pair(&o->rename_sections, old_name);
    const NamePair *flags = find_pattern(&o->set_flags, old_name);
    const NamePair *alignment = find_pattern(&o->set_alignment, old_name);
    if (alignment) {
        u64 value;
        if (!parse_number(alignment->value, &value) || !value || (value & (value - 1)))
            die("bad alignment '%s' for section '%s'", alignment->value, old_name);
        if (is_linked(object) && (header->flags & SHF_ALLOC)) {
            complain("%s: cannot align section '%s': the file is already linked",
                     object->in->path, old_name);
            return false;
        }
        header->align = value;
    }
    if (rename)
        header->name = rename->value;
    if (o->prefix_alloc_sections && (header->flags & SHF_ALLOC))
        header->name = format_text("%s%s", o->prefix_alloc_sections, header->name);
    else if (o->prefix_sections)
        header->name = format_text("%s%s", o->prefix_sections, header->name);
    if (rename && rename->flags && !set_flags(object, section, rename->flags))
        return false;
    return !flags || set_flags(object, section, flags->value);
}

/* ".rela.text" keeps following the name of the section it applies to. */
static void rename_relocations(CopyObject *object)
{
    for (u32 i = 1; i < object->count; i++) {
        CopySection *section = &object->sections[i];
        if (section->is_new || section->removed || is_listed_section(object->in, i) ||
            !is_relocation(&section->header) || section->header.info >= object->in->section_count)
            continue;
        const char *prefix = section->header.type == SHT_RELA ? ".rela" : ".rel";
        const char *old_target = object->in->sections[section->header.info].name;
        const char *new_target = object->sections[section->header.info].header.name;
        if (strcmp(old_target, new_target) &&
            !strcmp(section->header.name, format_text("%s%s", prefix, old_target)))
            section->header.name = format_text("%s%s", prefix, new_target);
    }
}

static bool update_section(CopyObject *object, const NamePair *pair)
{
    CopySection *section = find_kept(object, pair->name);
    if (!section) {
        complain("error: %s not found, can't be updated", pair->name);
        return false;
    }
    Span data = read_needed(pair->value);
    if (section->header.type == SHT_NOBITS) {
        complain("%s: section '%s' has no contents to update", object->in->path, pair->name);
        return false;
    }
    if (is_linked(object) && (section->header.flags & SHF_ALLOC) &&
        data.size != section->header.size) {
        complain("%s: section '%s' has %" PRIu64 " bytes in a linked file, '%s' has %zu",
                 object->in->path, pair->name, section->header.size, pair->value, data.size);
        return false;
    }
    section->data = data;
    section->header.size = data.size;
    section->changed = true;
    return true;
}

static bool add_section(CopyObject *object, const NamePair *pair)
{
    if (find_kept(object, pair->name)) {
        complain("%s: can't add section '%s': File exists", object->in->path, pair->name);
        return false;
    }
    Span data = read_needed(pair->value);
    CopySection *section = copy_add_section(object, pair->name, data);
    section->header.size = data.size;
    if (starts_with(pair->name, ".note"))
        section->header.type = SHT_NOTE;
    const NamePair *flags = find_pattern(&object->options->set_flags, pair->name);
    return !flags || set_flags(object, section, flags->value);
}

/* CRC-32 of the whole debug file, as GDB computes it before it trusts the file. */
static u32 checksum(Span data)
{
    u32 table[256], crc = 0xffffffffu;
    for (u32 i = 0; i < 256; i++) {
        u32 c = i;
        for (int bit = 0; bit < 8; bit++)
            c = c & 1 ? 0xedb88320u ^ c >> 1 : c >> 1;
        table[i] = c;
    }
    for (size_t i = 0; i < data.size; i++)
        crc = table[(crc ^ data.data[i]) & 255] ^ crc >> 8;
    return ~crc;
}

static bool add_debug_link(CopyObject *object)
{
    const char *path = object->options->debug_link;
    if (!path)
        return true;
    if (find_kept(object, ".gnu_debuglink")) {
        complain("%s: cannot create debug link section '.gnu_debuglink': it exists already",
                 object->in->path);
        return false;
    }
    Buffer link = {0};
    buffer_add(&link, base_name(path), strlen(base_name(path)) + 1);
    buffer_align(&link, 4);
    u8 crc[4];
    put32(crc, object->in->big, checksum(read_needed(path)));
    buffer_add(&link, crc, 4);
    CopySection *section = copy_add_section(object, ".gnu_debuglink", buffer_span(&link));
    section->header.size = link.size;
    section->header.align = 4;
    return true;
}

/* What is loaded stays in the stripped file; notes stay so that the build ID can be compared. */
static void drop_loaded_contents(CopyObject *object)
{
    for (u32 i = 1; i < object->count; i++) {
        CopySection *section = &object->sections[i];
        ElfSection *header = &section->header;
        if (section->removed || !(header->flags & SHF_ALLOC) || header->type == SHT_NOTE ||
            header->type == SHT_NOBITS)
            continue;
        header->type = SHT_NOBITS;
        section->data = span_of(NULL, 0);
        section->changed = true;
    }
}

bool copy_edit_sections(CopyObject *object)
{
    const CopyOptions *o = object->options;
    if (!dump_sections(object))
        return false;
    for (size_t i = 0; i < o->update_sections.count; i++)
        if (!update_section(object, &o->update_sections.items[i]))
            return false;
    for (u32 i = 1; i < object->in->section_count; i++)
        if (!object->sections[i].removed && is_listed_section(object->in, i) &&
            !change_header(object, &object->sections[i]))
            return false;
    rename_relocations(object);
    for (size_t i = 0; i < o->add_sections.count; i++)
        if (!add_section(object, &o->add_sections.items[i]))
            return false;
    if (o->strip == STRIP_TO_DEBUG)
        drop_loaded_contents(object);
    return add_debug_link(object);
}
