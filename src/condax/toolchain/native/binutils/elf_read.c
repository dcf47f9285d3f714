/* Decodes ELF files of both classes and byte orders, checking every offset against the file. */
#include "elf.h"

/* memcpy is how C reads unaligned fields; compilers turn it into one load. */
static const bool host_is_big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;

u16 get16(const u8 *bytes, bool big)
{
    u16 value;
    memcpy(&value, bytes, sizeof value);
    return big == host_is_big ? value : __builtin_bswap16(value);
}

u32 get32(const u8 *bytes, bool big)
{
    u32 value;
    memcpy(&value, bytes, sizeof value);
    return big == host_is_big ? value : __builtin_bswap32(value);
}

u64 get64(const u8 *bytes, bool big)
{
    u64 value;
    memcpy(&value, bytes, sizeof value);
    return big == host_is_big ? value : __builtin_bswap64(value);
}

void put16(u8 *bytes, bool big, u16 value)
{
    u16 stored = big == host_is_big ? value : __builtin_bswap16(value);
    memcpy(bytes, &stored, sizeof stored);
}

void put32(u8 *bytes, bool big, u32 value)
{
    u32 stored = big == host_is_big ? value : __builtin_bswap32(value);
    memcpy(bytes, &stored, sizeof stored);
}

void put64(u8 *bytes, bool big, u64 value)
{
    u64 stored = big == host_is_big ? value : __builtin_bswap64(value);
    memcpy(bytes, &stored, sizeof stored);
}

u64 elf_word(const Elf *elf, const u8 *bytes)
{
    return elf->is64 ? get64(bytes, elf->big) : get32(bytes, elf->big);
}

/* Walks the fields of one record in file order. */
typedef struct {
    const Elf *elf;
    const u8 *at;
} Fields;

static NOINLINE u16 next16(Fields *f)
{
    f->at += 2;
    return get16(f->at - 2, f->elf->big);
}

static NOINLINE u32 next32(Fields *f)
{
    f->at += 4;
    return get32(f->at - 4, f->elf->big);
}

static NOINLINE u64 next_word(Fields *f)
{
    f->at += f->elf->is64 ? 8 : 4;
    return elf_word(f->elf, f->at - (f->elf->is64 ? 8 : 4));
}

bool read_uleb(Span data, size_t *at, u64 *value)
{
    *value = 0;
    for (unsigned shift = 0; *at < data.size && shift < 63; shift += 7) {
        u8 byte = data.data[(*at)++];
        *value |= (u64)(byte & 127) << shift;
        if (!(byte & 128))
            return true;
    }
    return false;
}

bool is_elf(Span file)
{
    return file.size >= 16 && !memcmp(file.data, "\177ELF", 4) &&
           (file.data[EI_CLASS] == 1 || file.data[EI_CLASS] == 2) &&
           (file.data[EI_DATA] == 1 || file.data[EI_DATA] == 2);
}

static bool read_header(Elf *elf)
{
    if (!is_elf(elf->file))
        return false;
    elf->is64 = elf->file.data[EI_CLASS] == 2;
    elf->big = elf->file.data[EI_DATA] == 2;
    if (elf->file.size < (elf->is64 ? 64u : 52u))
        return false;
    ElfHeader *h = &elf->header;
    memcpy(h->ident, elf->file.data, 16);
    Fields f = {elf, elf->file.data + 16};
    h->type = next16(&f);
    h->machine = next16(&f);
    h->version = next32(&f);
    h->entry = next_word(&f);
    h->phoff = next_word(&f);
    h->shoff = next_word(&f);
    h->flags = next32(&f);
    h->ehsize = next16(&f);
    h->phentsize = next16(&f);
    h->raw_phnum = next16(&f);
    h->shentsize = next16(&f);
    h->raw_shnum = next16(&f);
    h->raw_shstrndx = next16(&f);
    return true;
}

static ElfSection read_section(const Elf *elf, const u8 *record)
{
    Fields f = {elf, record};
    ElfSection s = {.name = ""};
    s.name_offset = next32(&f);
    s.type = next32(&f);
    s.flags = next_word(&f);
    s.addr = next_word(&f);
    s.offset = next_word(&f);
    s.size = next_word(&f);
    s.link = next32(&f);
    s.info = next32(&f);
    s.align = next_word(&f);
    s.entsize = next_word(&f);
    return s;
}

static ElfSegment read_segment(const Elf *elf, const u8 *record)
{
    Fields f = {elf, record};
    ElfSegment p = {.type = next32(&f)};
    if (elf->is64)
        p.flags = next32(&f);
    p.offset = next_word(&f);
    p.vaddr = next_word(&f);
    p.paddr = next_word(&f);
    p.filesz = next_word(&f);
    p.memsz = next_word(&f);
    if (!elf->is64)
        p.flags = next32(&f);
    p.align = next_word(&f);
    return p;
}

const char *string_at(Span table, u64 offset)
{
    if (offset >= table.size || !memchr(table.data + offset, 0, table.size - offset))
        return NULL;
    return (const char *)table.data + offset;
}

static void read_sections(Elf *elf)
{
    const ElfHeader *h = &elf->header;
    u16 size = elf->is64 ? 64 : 40;
    if (!h->shoff)
        return;
    elf->sections_truncated = h->shentsize != size || !span_contains(elf->file, h->shoff, size);
    if (elf->sections_truncated)
        return;
    /* Section 0 carries counts that do not fit the header's 16 bits (gABI ch. 4). */
    ElfSection first = read_section(elf, elf->file.data + h->shoff);
    u64 count = h->raw_shnum ? h->raw_shnum : first.size;
    elf->names_index = h->raw_shstrndx == 0xffff ? first.link : h->raw_shstrndx;
    if (count > (elf->file.size - h->shoff) / size) {
        elf->sections_truncated = true;
        return;
    }
    elf->section_count = (u32)count;
    elf->sections = allocate_array(count, sizeof *elf->sections);
    for (u32 i = 0; i < count; i++)
        elf->sections[i] = read_section(elf, elf->file.data + h->shoff + (u64)i * size);
    if (elf->names_index >= count)
        return;
    Span names = elf_section_data(elf, &elf->sections[elf->names_index]);
    for (u32 i = 0; i < count; i++) {
        const char *name = string_at(names, elf->sections[i].name_offset);
        elf->sections[i].name = name ? name : "<corrupt>";
    }
}

static void read_segments(Elf *elf)
{
    const ElfHeader *h = &elf->header;
    u16 size = elf->is64 ? 56 : 32;
    u32 count = h->raw_phnum;
    if (count == 0xffff && elf->section_count)
        count = elf->sections[0].info;
    if (!count)
        return;
    elf->segments_truncated =
        h->phentsize != size || !span_contains(elf->file, h->phoff, (u64)count * size);
    if (elf->segments_truncated)
        return;
    elf->segment_count = count;
    elf->segments = allocate_array(count, sizeof *elf->segments);
    for (u32 i = 0; i < count; i++)
        elf->segments[i] = read_segment(elf, elf->file.data + h->phoff + (u64)i * size);
}

bool elf_open(Elf *elf, Span file, const char *path)
{
    *elf = (Elf){.path = path, .file = file};
    if (!read_header(elf))
        return false;
    read_sections(elf);
    read_segments(elf);
    return true;
}

Span elf_section_data(const Elf *elf, const ElfSection *section)
{
    if (!section || section->type == SHT_NOBITS || section->type == SHT_NULL)
        return span_of(NULL, 0);
    return span_slice(elf->file, section->offset, section->size);
}

const ElfSection *elf_section_at(const Elf *elf, u32 index)
{
    return index && index < elf->section_count ? &elf->sections[index] : NULL;
}

const ElfSection *elf_find_section(const Elf *elf, const char *name)
{
    for (u32 i = 1; i < elf->section_count; i++)
        if (!strcmp(elf->sections[i].name, name))
            return &elf->sections[i];
    return NULL;
}

const ElfSection *elf_find_type(const Elf *elf, u32 type)
{
    for (u32 i = 1; i < elf->section_count; i++)
        if (elf->sections[i].type == type)
            return &elf->sections[i];
    return NULL;
}

const char *elf_section_name(const Elf *elf, u32 index)
{
    const ElfSection *section = elf_section_at(elf, index);
    return section ? section->name : "";
}

size_t elf_symbol_size(const Elf *elf)
{
    return elf->is64 ? 24 : 16;
}

static ElfSymbol read_symbol(const Elf *elf, const u8 *record)
{
    Fields f = {elf, record};
    ElfSymbol s = {.name = "", .name_offset = next32(&f)};
    if (!elf->is64) {
        s.value = next32(&f);
        s.size = next32(&f);
    }
    s.info = *f.at++;
    s.other = *f.at++;
    u16 section = next16(&f);
    s.section = section >= 0xff00 ? 0xffff0000u | section : section;
    if (elf->is64) {
        s.value = get64(f.at, elf->big);
        s.size = get64(f.at + 8, elf->big);
    }
    return s;
}

/* The SHT_SYMTAB_SHNDX section that extends the symbol table, if there is one. */
static Span extended_indexes(const Elf *elf, u32 table)
{
    for (u32 i = 1; i < elf->section_count; i++)
        if (elf->sections[i].type == SHT_SYMTAB_SHNDX && elf->sections[i].link == table)
            return elf_section_data(elf, &elf->sections[i]);
    return span_of(NULL, 0);
}

ElfSymbols elf_symbols_of(const Elf *elf, u32 index)
{
    const ElfSection *table = elf_section_at(elf, index);
    if (!table)
        return (ElfSymbols){0};
    Span data = elf_section_data(elf, table);
    Span strings = elf_section_data(elf, elf_section_at(elf, table->link));
    Span extended = extended_indexes(elf, index);
    size_t size = elf_symbol_size(elf);
    ElfSymbols symbols = {.count = data.size / size, .section = index};
    symbols.items = allocate_array(symbols.count, sizeof *symbols.items);
    for (size_t i = 0; i < symbols.count; i++) {
        ElfSymbol *symbol = &symbols.items[i];
        *symbol = read_symbol(elf, data.data + i * size);
        if (symbol->section == SHN_XINDEX && span_contains(extended, i * 4, 4))
            symbol->section = get32(extended.data + i * 4, elf->big);
        const char *name = symbol->name_offset ? string_at(strings, symbol->name_offset) : "";
        symbol->name = name ? name : "<corrupt>";
    }
    return symbols;
}

ElfSymbols elf_symbols(const Elf *elf, u32 type)
{
    const ElfSection *table = elf_find_type(elf, type);
    return table ? elf_symbols_of(elf, (u32)(table - elf->sections)) : (ElfSymbols){0};
}

ElfRelocs elf_decode_relocs(const Elf *elf, Span data, bool has_addend)
{
    size_t word = elf->is64 ? 8 : 4;
    size_t size = word * (has_addend ? 3 : 2);
    ElfRelocs relocs = {.count = data.size / size, .has_addend = has_addend};
    relocs.items = allocate_array(relocs.count, sizeof *relocs.items);
    for (size_t i = 0; i < relocs.count; i++) {
        Fields f = {elf, data.data + i * size};
        ElfReloc *r = &relocs.items[i];
        r->offset = next_word(&f);
        r->info = next_word(&f);
        r->symbol = (u32)(elf->is64 ? r->info >> 32 : r->info >> 8);
        r->type = (u32)(elf->is64 ? r->info : r->info & 0xff);
        if (has_addend)
            r->addend = elf->is64 ? (int64_t)next_word(&f) : (int32_t)next_word(&f);
    }
    return relocs;
}

ElfRelocs elf_relocs_of(const Elf *elf, const ElfSection *section)
{
    return elf_decode_relocs(elf, elf_section_data(elf, section), section->type == SHT_RELA);
}

/* Without section headers the program header still names the dynamic section. */
static Span dynamic_data(const Elf *elf)
{
    const ElfSection *section = elf_find_type(elf, SHT_DYNAMIC);
    if (section)
        return elf_section_data(elf, section);
    for (u32 i = 0; i < elf->segment_count; i++)
        if (elf->segments[i].type == PT_DYNAMIC)
            return span_slice(elf->file, elf->segments[i].offset, elf->segments[i].filesz);
    return span_of(NULL, 0);
}

static Span dynamic_strings(const Elf *elf, const ElfDynamic *items, size_t count)
{
    u64 address = 0, size = 0, offset;
    for (size_t i = 0; i < count; i++) {
        if (items[i].tag == DT_STRTAB)
            address = items[i].value;
        if (items[i].tag == DT_STRSZ)
            size = items[i].value;
    }
    const ElfSection *section = elf_find_type(elf, SHT_DYNAMIC);
    const ElfSection *strings = section ? elf_section_at(elf, section->link) : NULL;
    if (strings && strings->type == SHT_STRTAB)
        return elf_section_data(elf, strings);
    return elf_address_offset(elf, address, &offset) ? span_slice(elf->file, offset, size)
                                                     : span_of(NULL, 0);
}

ElfDynamic *elf_dynamic(const Elf *elf, size_t *count, Span *strings)
{
    Span data = dynamic_data(elf);
    size_t size = elf->is64 ? 16 : 8, room = data.size / size;
    ElfDynamic *items = allocate_array(room, sizeof *items);
    *count = 0;
    while (*count < room) {
        Fields f = {elf, data.data + *count * size};
        ElfDynamic *item = &items[(*count)++];
        item->tag = elf->is64 ? (int64_t)next_word(&f) : (int32_t)next_word(&f);
        item->value = next_word(&f);
        if (item->tag == DT_NULL)
            break;
    }
    *strings = dynamic_strings(elf, items, *count);
    return items;
}

bool elf_address_offset(const Elf *elf, u64 address, u64 *offset)
{
    for (u32 i = 0; i < elf->segment_count; i++) {
        const ElfSegment *p = &elf->segments[i];
        if (p->type == PT_LOAD && address >= p->vaddr && address - p->vaddr < p->filesz) {
            *offset = address - p->vaddr + p->offset;
            return true;
        }
    }
    return false;
}

bool is_relocatable(const Elf *elf)
{
    return elf->header.type == ET_REL;
}
