/* Rewrites what holds section or symbol numbers after some of them went away. */
#include "copy.h"
#include "strtab.h"

static u32 new_section(const CopyObject *object, u32 old)
{
    return old < object->count ? object->sections[old].index : 0;
}

static u32 new_symbol(const CopyObject *object, u32 old)
{
    return old < object->symbol_count ? object->symbols[old].index : 0;
}

static void set_data(CopySection *section, Span data)
{
    section->data = data;
    section->header.size = data.size;
    section->changed = true;
}

static bool symbols_moved(const CopyObject *object)
{
    for (size_t i = 1; i < object->symbol_count; i++)
        if (object->symbols[i].index != i)
            return true;
    return false;
}

static bool sections_moved(const CopyObject *object)
{
    for (u32 i = 1; i < object->count; i++)
        if (object->sections[i].index != i)
            return true;
    return false;
}

static void rewrite_relocations(const CopyObject *object, CopySection *section)
{
    const Elf *in = object->in;
    size_t word = in->is64 ? 8 : 4, size = word * (section->header.type == SHT_RELA ? 3 : 2);
    Buffer data = {0};
    buffer_add(&data, section->data.data, section->data.size);
    for (size_t at = 0; at + size <= data.size; at += size) {
        u8 *info = data.data + at + word;
        if (in->is64) {
            u64 value = get64(info, in->big);
            put64(info, in->big, (u64)new_symbol(object, (u32)(value >> 32)) << 32 | (u32)value);
        } else {
            u32 value = get32(info, in->big);
            put32(info, in->big, new_symbol(object, value >> 8) << 8 | (value & 0xff));
        }
    }
    set_data(section, buffer_span(&data));
}

static void rewrite_group(const CopyObject *object, CopySection *section)
{
    bool big = object->in->big;
    Buffer data = {0};
    buffer_add(&data, section->data.data, section->data.size < 4 ? section->data.size : 4);
    for (size_t at = 4; at + 4 <= section->data.size; at += 4) {
        u32 old = get32(section->data.data + at, big);
        u8 entry[4];
        if (old >= object->count || object->sections[old].removed)
            continue;
        put32(entry, big, new_section(object, old));
        buffer_add(&data, entry, 4);
    }
    set_data(section, buffer_span(&data));
}

static void add_uleb(Buffer *buffer, u64 value)
{
    do {
        u8 byte = (u8)((value & 127) | (value > 127 ? 128 : 0));
        buffer_add(buffer, &byte, 1);
        value >>= 7;
    } while (value);
}

/* Clang's table of address-significant symbols lists symbol numbers. */
static void rewrite_addrsig(const CopyObject *object, CopySection *section)
{
    Buffer data = {0};
    u64 old;
    size_t at = 0;
    while (read_uleb(section->data, &at, &old)) {
        u32 number = old < object->symbol_count ? object->symbols[old].index : 0;
        if (number)
            add_uleb(&data, number);
    }
    set_data(section, buffer_span(&data));
}

/* The dynamic symbol table stays where it is; only its section numbers follow. */
static void rewrite_dynamic_symbols(const CopyObject *object, CopySection *section)
{
    const Elf *in = object->in;
    size_t size = elf_symbol_size(in), field = in->is64 ? 6 : 14;
    Buffer data = {0};
    buffer_add(&data, section->data.data, section->data.size);
    for (size_t at = 0; at + size <= data.size; at += size) {
        u16 old = get16(data.data + at + field, in->big);
        u32 number = old && old < 0xff00 ? new_section(object, old) : old;
        /* Undefined would be wrong for a symbol whose section went away. */
        put16(data.data + at + field, in->big, (u16)(old && !number ? 0xfff1 : number));
    }
    section->data = buffer_span(&data);
}

static u16 stored_section(const CopyObject *object, const ElfSymbol *symbol)
{
    if (symbol->section >= SHN_LORESERVE)
        return (u16)symbol->section;
    if (symbol->section >= object->count)
        return (u16)SHN_ABS;
    u32 number = new_section(object, symbol->section);
    return (u16)(number < 0xff00 ? number : 0xffff);
}

static void put_symbol(const CopyObject *object, u8 *record, const ElfSymbol *symbol, u32 name)
{
    bool big = object->in->big;
    put32(record, big, name);
    if (object->in->is64) {
        record[4] = symbol->info;
        record[5] = symbol->other;
        put16(record + 6, big, stored_section(object, symbol));
        put64(record + 8, big, symbol->value);
        put64(record + 16, big, symbol->size);
    } else {
        put32(record + 4, big, (u32)symbol->value);
        put32(record + 8, big, (u32)symbol->size);
        record[12] = symbol->info;
        record[13] = symbol->other;
        put16(record + 14, big, stored_section(object, symbol));
    }
}

static void rewrite_extended_indexes(CopyObject *object, size_t count)
{
    for (u32 i = 1; i < object->count; i++) {
        CopySection *section = &object->sections[i];
        if (section->removed || section->is_new || section->header.type != SHT_SYMTAB_SHNDX)
            continue;
        u8 *data = allocate_array(count, 4);
        for (size_t j = 1; j < object->symbol_count; j++) {
            const CopySymbol *item = &object->symbols[j];
            if (item->keep && item->symbol.section < object->count &&
                new_section(object, item->symbol.section) >= 0xff00)
                put32(data + (size_t)item->index * 4, object->in->big,
                      new_section(object, item->symbol.section));
        }
        set_data(section, span_of(data, count * 4));
    }
}

/* Clang's objects use one table for the names of symbols and sections, GNU's use two. */
static void rewrite_names(CopyObject *object)
{
    u32 names_index = object->in->names_index;
    u32 symbols_index = object->symbol_table;
    bool has_symbols = symbols_index && !object->sections[symbols_index].removed;
    u32 strings_index = has_symbols ? object->sections[symbols_index].header.link : 0;
    StringTable own = {0}, shared = {0};
    StringTable *symbol_names = strings_index == names_index ? &shared : &own;
    size_t *numbers = allocate_array(object->symbol_count, sizeof *numbers);
    size_t *section_numbers = allocate_array(object->count, sizeof *section_numbers);
    size_t kept = 1;
    for (size_t i = 1; has_symbols && i < object->symbol_count; i++) {
        const ElfSymbol *symbol = &object->symbols[i].symbol;
        if (!object->symbols[i].keep)
            continue;
        /* A section symbol takes its name from the section. */
        numbers[i] = string_add(symbol_names,
                                symbol_type(symbol) == STT_SECTION ? "" : symbol->name);
        kept++;
    }
    for (u32 i = 1; i < object->count; i++)
        if (!object->sections[i].removed)
            section_numbers[i] = string_add(&shared, object->sections[i].header.name);
    string_build(&shared);
    if (symbol_names == &own)
        string_build(&own);
    for (u32 i = 1; i < object->count; i++)
        if (!object->sections[i].removed)
            object->sections[i].header.name_offset = string_offset(&shared, section_numbers[i]);
    set_data(&object->sections[names_index], buffer_span(&shared.data));
    if (!has_symbols)
        return;
    size_t size = elf_symbol_size(object->in);
    u8 *records = allocate_array(kept, size);
    for (size_t i = 1; i < object->symbol_count; i++)
        if (object->symbols[i].keep)
            put_symbol(object, records + object->symbols[i].index * size,
                       &object->symbols[i].symbol, string_offset(symbol_names, numbers[i]));
    set_data(&object->sections[symbols_index], span_of(records, kept * size));
    if (symbol_names == &own)
        set_data(&object->sections[strings_index], buffer_span(&own.data));
    rewrite_extended_indexes(object, kept);
}

static void clear_lost_groups(CopyObject *object)
{
    bool *grouped = allocate_array(object->count, sizeof *grouped);
    for (u32 i = 1; i < object->count; i++) {
        const CopySection *group = &object->sections[i];
        if (group->removed || group->header.type != SHT_GROUP)
            continue;
        for (size_t at = 4; at + 4 <= group->data.size; at += 4) {
            u32 member = get32(group->data.data + at, object->in->big);
            if (member < object->count)
                grouped[member] = true;
        }
    }
    for (u32 i = 1; i < object->count; i++)
        if (!grouped[i] && is_relocatable(object->in))
            object->sections[i].header.flags &= ~(u64)SHF_GROUP;
}

bool copy_rewrite_tables(CopyObject *object)
{
    bool moved_symbols = symbols_moved(object), moved_sections = sections_moved(object);
    clear_lost_groups(object);
    for (u32 i = 1; i < object->count; i++) {
        CopySection *section = &object->sections[i];
        if (section->removed || section->is_new)
            continue;
        bool loaded = is_linked(object) && (section->header.flags & SHF_ALLOC);
        bool of_table = !loaded && object->symbol_table &&
                        section->header.link == object->symbol_table;
        u32 type = section->header.type;
        if (type == SHT_CREL && of_table && moved_symbols) {
            complain("%s: section '%s': compact relocations (CREL) cannot be rewritten",
                     object->in->path, section->header.name);
            return false;
        }
        if ((type == SHT_REL || type == SHT_RELA) && of_table && moved_symbols)
            rewrite_relocations(object, section);
        else if (type == SHT_GROUP && moved_sections)
            rewrite_group(object, section);
        else if (type == SHT_LLVM_ADDRSIG && of_table && moved_symbols)
            rewrite_addrsig(object, section);
        else if (type == SHT_DYNSYM && moved_sections)
            rewrite_dynamic_symbols(object, section);
    }
    rewrite_names(object);
    return true;
}
