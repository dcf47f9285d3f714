/* Which symbols strip and objcopy keep, and how names and bindings change. */
#include "copy.h"

static void mark_used(CopyObject *object, u32 symbol)
{
    if (symbol < object->symbol_count)
        object->symbols[symbol].used = true;
}

static bool applies_to_table(const CopyObject *object, const CopySection *section)
{
    /* The relocations of a linked file's loader are not ours to change. */
    bool loaded = is_linked(object) && (section->header.flags & SHF_ALLOC);
    return !section->removed && !section->is_new && !loaded &&
           section->header.link == object->symbol_table &&
           (section->header.type == SHT_REL || section->header.type == SHT_RELA);
}

/* --strip-all removes relocations, except those that name symbols to keep. */
static void strip_relocations(CopyObject *object, CopySection *section)
{
    const CopyOptions *o = object->options;
    bool has_addend = section->header.type == SHT_RELA;
    size_t size = (object->in->is64 ? 8u : 4u) * (has_addend ? 3 : 2);
    ElfRelocs relocs = elf_decode_relocs(object->in, section->data, has_addend);
    Buffer kept = {0};
    for (size_t i = 0; i < relocs.count; i++) {
        u32 symbol = relocs.items[i].symbol;
        if (symbol < object->symbol_count &&
            name_listed(&o->keep_symbols, object->symbols[symbol].symbol.name, o->wildcard))
            buffer_add(&kept, section->data.data + i * size, size);
    }
    section->data = buffer_span(&kept);
    section->header.size = kept.size;
    section->changed = true;
    section->removed = !kept.size;
}

static void mark_relocations(CopyObject *object)
{
    for (u32 i = 1; i < object->count; i++) {
        CopySection *section = &object->sections[i];
        if (!applies_to_table(object, section))
            continue;
        if (object->options->strip == STRIP_ALL)
            strip_relocations(object, section);
        ElfRelocs relocs = elf_decode_relocs(object->in, section->data,
                                             section->header.type == SHT_RELA);
        for (size_t j = 0; j < relocs.count; j++)
            if (relocs.items[j].symbol)
                mark_used(object, relocs.items[j].symbol);
    }
}

/* A group is named by a symbol, which must stay for the linker to compare groups. */
static void mark_group_signatures(CopyObject *object)
{
    for (u32 i = 1; i < object->count; i++) {
        const CopySection *section = &object->sections[i];
        if (!section->removed && !section->is_new && section->header.type == SHT_GROUP &&
            section->header.link == object->symbol_table)
            mark_used(object, section->header.info);
    }
}

static bool in_removed_section(const CopyObject *object, const ElfSymbol *symbol)
{
    return symbol->section && symbol->section < object->count &&
           object->sections[symbol->section].removed;
}

static bool is_mapping_symbol(const Elf *elf, const ElfSymbol *symbol)
{
    u16 machine = elf->header.machine;
    return (machine == EM_AARCH64 || machine == EM_ARM) && is_special_symbol(elf, symbol);
}

/* What the strip mode alone decides; the order of the cases is GNU objcopy's. */
static bool survives_mode(const CopyObject *object, const CopySymbol *item)
{
    const CopyOptions *o = object->options;
    const ElfSymbol *symbol = &item->symbol;
    u8 type = symbol_type(symbol);
    bool relocatable = is_relocatable(object->in);
    bool global = symbol_binding(symbol) != STB_LOCAL;
    if (o->strip == STRIP_ALL || o->strip == STRIP_TO_DWO)
        return false;
    if (item->used)
        return true;
    if (symbol->section == SHN_UNDEF)
        return o->strip != STRIP_UNNEEDED;
    if (relocatable && (global || is_common(symbol) || is_mapping_symbol(object->in, symbol)))
        return true;
    if (global || is_common(symbol))
        return o->strip != STRIP_UNNEEDED;
    if (type == STT_FILE || type == STT_SECTION)
        return o->strip != STRIP_DEBUG && o->strip != STRIP_UNNEEDED;
    if (o->strip == STRIP_UNNEEDED || o->discard == DISCARD_LOCALS)
        return false;
    return o->discard != DISCARD_LABELS || !is_local_label(symbol->name);
}

static bool is_kept_by_name(const CopyOptions *o, const ElfSymbol *symbol)
{
    u8 type = symbol_type(symbol);
    return (o->keep_file_symbols && type == STT_FILE) ||
           (o->keep_section_symbols && type == STT_SECTION) ||
           name_listed(&o->keep_symbols, symbol->name, o->wildcard);
}

static bool choose_symbol(CopyObject *object, CopySymbol *item)
{
    const CopyOptions *o = object->options;
    const ElfSymbol *symbol = &item->symbol;
    item->keep = survives_mode(object, item);
    if (item->keep && o->strip_symbols.count &&
        name_listed(&o->strip_symbols, symbol->name, o->wildcard)) {
        if (item->used) {
            complain("%s: not stripping symbol `%s' because it is named in a relocation",
                     object->in->path, symbol->name);
            return false;
        }
        item->keep = false;
    }
    if (item->keep && !item->used && o->strip_unneeded.count &&
        name_listed(&o->strip_unneeded, symbol->name, o->wildcard))
        item->keep = false;
    if (!item->keep && is_kept_by_name(o, symbol))
        item->keep = true;
    /* A kept relocation reads the symbol even under --strip-all. */
    if (item->used && o->strip == STRIP_ALL)
        item->keep = true;
    /* --only-section names what to keep; symbols without a section are not among it. */
    if (o->only_sections.count && !elf_section_at(object->in, symbol->section) && !item->used)
        item->keep = false;
    if (item->keep && in_removed_section(object, symbol)) {
        item->keep = false;
        if (item->used) {
            complain("%s: symbol `%s' is used by a relocation but its section '%s' is removed",
                     object->in->path, symbol_name(object->in, symbol),
                     elf_section_name(object->in, symbol->section));
            return false;
        }
    }
    return true;
}

static void set_binding(ElfSymbol *symbol, u8 binding)
{
    symbol->info = (u8)(binding << 4 | symbol_type(symbol));
}

static void change_binding(const CopyOptions *o, ElfSymbol *symbol)
{
    const char *name = symbol->name;
    bool defined = symbol->section != SHN_UNDEF;
    bool common = is_common(symbol);
    u8 type = symbol_type(symbol);
    u8 visibility = symbol->other & 3;
    u8 binding = symbol_binding(symbol);
    if (type == STT_SECTION || type == STT_FILE)
        return;
    bool global = binding == STB_GLOBAL || binding == STB_GNU_UNIQUE;
    if (global && !common && (o->weaken_all || name_listed(&o->weaken, name, o->wildcard)))
        set_binding(symbol, STB_WEAK);
    if (defined && binding == STB_LOCAL && name_listed(&o->globalize, name, o->wildcard))
        set_binding(symbol, STB_GLOBAL);
    if (!defined || common || symbol_binding(symbol) == STB_LOCAL)
        return;
    bool hidden = visibility == STV_HIDDEN || visibility == STV_INTERNAL;
    bool localize = name_listed(&o->localize, name, o->wildcard) ||
                    (o->keep_global.count && !name_listed(&o->keep_global, name, o->wildcard)) ||
                    (o->localize_hidden && hidden);
    if (localize)
        set_binding(symbol, STB_LOCAL);
}

/* New names come first: every other option that names a symbol means its new name. */
static void rename_symbol(const CopyOptions *o, ElfSymbol *symbol)
{
    u8 type = symbol_type(symbol);
    const NamePair *redefine = o->redefine.count ? find_pair(&o->redefine, symbol->name) : NULL;
    if (redefine)
        symbol->name = redefine->value;
    if (o->prefix_symbols && type != STT_SECTION)
        symbol->name = format_text("%s%s", o->prefix_symbols, symbol->name);
}

static bool table_is_needed(const CopyObject *object)
{
    for (size_t i = 1; i < object->symbol_count; i++)
        if (object->symbols[i].keep)
            return true;
    for (u32 i = 1; i < object->count; i++)
        if (applies_to_table(object, &object->sections[i]))
            return true;
    return object->symbol_count <= 1 && object->options->strip == STRIP_NOTHING;
}

bool copy_choose_symbols(CopyObject *object)
{
    if (!object->symbol_table)
        return true;
    for (size_t i = 1; i < object->symbol_count; i++)
        rename_symbol(object->options, &object->symbols[i].symbol);
    mark_relocations(object);
    mark_group_signatures(object);
    for (size_t i = 1; i < object->symbol_count; i++) {
        if (!choose_symbol(object, &object->symbols[i]))
            return false;
        if (object->symbols[i].keep)
            change_binding(object->options, &object->symbols[i].symbol);
    }
    object->sections[object->symbol_table].removed = !table_is_needed(object);
    return true;
}

void copy_number_symbols(CopyObject *object)
{
    u32 next = 1, locals;
    for (size_t i = 1; i < object->symbol_count; i++)
        if (object->symbols[i].keep && symbol_binding(&object->symbols[i].symbol) == STB_LOCAL)
            object->symbols[i].index = next++;
    locals = next;
    for (size_t i = 1; i < object->symbol_count; i++)
        if (object->symbols[i].keep && symbol_binding(&object->symbols[i].symbol) != STB_LOCAL)
            object->symbols[i].index = next++;
    /* gABI: sh_info of a symbol table is one more than its last local symbol. */
    if (object->symbol_table)
        object->sections[object->symbol_table].header.info = locals;
}
