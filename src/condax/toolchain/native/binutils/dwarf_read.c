/* Reads DWARF values, and the compilation directory from a unit's first entry. */
#include "dwarf.h"

u64 dwarf_fixed(DwarfReader *r, unsigned size)
{
    if (r->failed || !span_contains(r->data, r->at, size)) {
        r->failed = true;
        return 0;
    }
    const u8 *bytes = r->data.data + r->at;
    bool big = r->elf->big;
    r->at += size;
    switch (size) {
    case 1: return *bytes;
    case 2: return get16(bytes, big);
    case 3: {
        u64 pair = get16(bytes, big), third = bytes[2];
        return big ? pair << 8 | third : pair | third << 16;
    }
    case 4: return get32(bytes, big);
    case 8: return get64(bytes, big);
    default: return 0;
    }
}

u64 dwarf_uleb(DwarfReader *r)
{
    u64 value;
    if (!read_uleb(r->data, &r->at, &value))
        r->failed = true;
    return value;
}

int64_t dwarf_sleb(DwarfReader *r)
{
    u64 value = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
        u64 byte = dwarf_fixed(r, 1);
        value |= (byte & 127) << shift;
        if (byte & 128)
            continue;
        /* The highest bit of the last group is the sign. */
        return (int64_t)(byte & 64 ? value | ~(u64)0 << (shift + 7) : value);
    }
    r->failed = true;
    return 0;
}

u64 dwarf_length(DwarfReader *r)
{
    u64 length = dwarf_fixed(r, 4);
    r->dwarf64 = length == 0xffffffff;
    return r->dwarf64 ? dwarf_fixed(r, 8) : length;
}

u64 dwarf_offset(DwarfReader *r)
{
    return dwarf_fixed(r, r->dwarf64 ? 8 : 4);
}

const char *dwarf_string(DwarfReader *r)
{
    const char *text = r->failed ? NULL : string_at(r->data, r->at);
    if (!text) {
        r->failed = true;
        return "";
    }
    r->at += strlen(text) + 1;
    return text;
}

static const char *section_string(const Elf *elf, const char *name, u64 offset)
{
    return string_at(elf_section_data(elf, elf_find_section(elf, name)), offset);
}

static void skip(DwarfReader *r, u64 size)
{
    if (!span_contains(r->data, r->at, size))
        r->failed = true;
    else
        r->at += size;
}

enum {
    FORM_ADDR = 0x01, FORM_BLOCK2 = 0x03, FORM_BLOCK4, FORM_DATA2, FORM_DATA4, FORM_DATA8,
    FORM_STRING, FORM_BLOCK, FORM_BLOCK1, FORM_DATA1, FORM_FLAG, FORM_SDATA, FORM_STRP,
    FORM_UDATA, FORM_REF_ADDR, FORM_REF1, FORM_REF2, FORM_REF4, FORM_REF8, FORM_REF_UDATA,
    FORM_INDIRECT, FORM_SEC_OFFSET, FORM_EXPRLOC, FORM_FLAG_PRESENT, FORM_STRX, FORM_ADDRX,
    FORM_REF_SUP4, FORM_STRP_SUP, FORM_DATA16, FORM_LINE_STRP, FORM_REF_SIG8,
    FORM_IMPLICIT_CONST, FORM_LOCLISTX, FORM_RNGLISTX, FORM_REF_SUP8, FORM_STRX1, FORM_STRX2,
    FORM_STRX3, FORM_STRX4, FORM_ADDRX1, FORM_ADDRX2, FORM_ADDRX3, FORM_ADDRX4,
    FORM_GNU_REF_ALT = 0x1f20, FORM_GNU_STRP_ALT,
};

static DwarfValue string_value(DwarfReader *r, const char *section)
{
    u64 offset = dwarf_offset(r);
    return (DwarfValue){offset, section_string(r->elf, section, offset)};
}

static DwarfValue block_value(DwarfReader *r, u64 size)
{
    skip(r, size);
    return (DwarfValue){0};
}

DwarfValue dwarf_value(DwarfReader *r, u64 form, int64_t implicit)
{
    switch (form) {
    case FORM_ADDR: return (DwarfValue){dwarf_fixed(r, r->address_size), NULL};
    case FORM_DATA1: case FORM_FLAG: case FORM_REF1: case FORM_STRX1: case FORM_ADDRX1:
        return (DwarfValue){dwarf_fixed(r, 1), NULL};
    case FORM_DATA2: case FORM_REF2: case FORM_STRX2: case FORM_ADDRX2:
        return (DwarfValue){dwarf_fixed(r, 2), NULL};
    case FORM_STRX3: case FORM_ADDRX3: return (DwarfValue){dwarf_fixed(r, 3), NULL};
    case FORM_DATA4: case FORM_REF4: case FORM_REF_SUP4: case FORM_STRX4: case FORM_ADDRX4:
        return (DwarfValue){dwarf_fixed(r, 4), NULL};
    case FORM_DATA8: case FORM_REF8: case FORM_REF_SIG8: case FORM_REF_SUP8:
        return (DwarfValue){dwarf_fixed(r, 8), NULL};
    case FORM_DATA16: return block_value(r, 16);
    case FORM_BLOCK1: return block_value(r, dwarf_fixed(r, 1));
    case FORM_BLOCK2: return block_value(r, dwarf_fixed(r, 2));
    case FORM_BLOCK4: return block_value(r, dwarf_fixed(r, 4));
    case FORM_BLOCK: case FORM_EXPRLOC: return block_value(r, dwarf_uleb(r));
    case FORM_STRING: return (DwarfValue){0, dwarf_string(r)};
    case FORM_STRP: return string_value(r, ".debug_str");
    case FORM_LINE_STRP: return string_value(r, ".debug_line_str");
    case FORM_SDATA: return (DwarfValue){(u64)dwarf_sleb(r), NULL};
    case FORM_UDATA: case FORM_REF_UDATA: case FORM_STRX: case FORM_ADDRX: case FORM_LOCLISTX:
    case FORM_RNGLISTX:
        return (DwarfValue){dwarf_uleb(r), NULL};
    case FORM_REF_ADDR: case FORM_SEC_OFFSET: case FORM_STRP_SUP: case FORM_GNU_REF_ALT:
    case FORM_GNU_STRP_ALT:
        return (DwarfValue){dwarf_offset(r), NULL};
    case FORM_FLAG_PRESENT: return (DwarfValue){1, NULL};
    case FORM_IMPLICIT_CONST: return (DwarfValue){(u64)implicit, NULL};
    default:
        r->failed = true;
        return (DwarfValue){0};
    }
}

/* Puts the reader on the attribute list of an abbreviation. */
static bool find_abbreviation(DwarfReader *r, u64 code)
{
    while (!r->failed) {
        u64 found = dwarf_uleb(r);
        if (!found)
            return false;
        dwarf_uleb(r);
        dwarf_fixed(r, 1);
        if (found == code)
            return !r->failed;
        for (;;) {
            u64 attribute = dwarf_uleb(r), form = dwarf_uleb(r);
            if (form == FORM_IMPLICIT_CONST)
                dwarf_sleb(r);
            if (r->failed || (!attribute && !form))
                break;
        }
    }
    return false;
}

typedef struct {
    u64 line_offset, directory_index;
    bool has_line, indexed;
    const char *directory;
} UnitFacts;

enum { AT_STMT_LIST = 0x10, AT_COMP_DIR = 0x1b, AT_STR_OFFSETS_BASE = 0x72 };

/* A unit built with split strings names the directory by its number in .debug_str_offsets. */
static const char *indexed_string(const DwarfReader *r, u64 base, u64 index)
{
    unsigned size = r->dwarf64 ? 8 : 4;
    Span data = elf_section_data(r->elf, elf_find_section(r->elf, ".debug_str_offsets"));
    if (index > data.size || base > data.size || !span_contains(data, base + index * size, size))
        return NULL;
    const u8 *entry = data.data + base + index * size;
    return section_string(r->elf, ".debug_str",
                          size == 8 ? get64(entry, r->elf->big) : get32(entry, r->elf->big));
}

static UnitFacts read_unit(DwarfReader *unit, DwarfReader *abbreviations)
{
    UnitFacts facts = {0};
    u64 base = 0;
    if (!find_abbreviation(abbreviations, dwarf_uleb(unit)))
        return facts;
    while (!unit->failed && !abbreviations->failed) {
        u64 attribute = dwarf_uleb(abbreviations), form = dwarf_uleb(abbreviations);
        int64_t implicit = form == FORM_IMPLICIT_CONST ? dwarf_sleb(abbreviations) : 0;
        if (!attribute && !form)
            break;
        if (form == FORM_INDIRECT)
            form = dwarf_uleb(unit);
        DwarfValue value = dwarf_value(unit, form, implicit);
        if (attribute == AT_STMT_LIST) {
            facts.has_line = true;
            facts.line_offset = value.number;
        } else if (attribute == AT_COMP_DIR) {
            facts.directory = value.text;
            facts.indexed = !value.text;
            facts.directory_index = value.number;
        } else if (attribute == AT_STR_OFFSETS_BASE) {
            base = value.number;
        }
    }
    if (facts.indexed)
        facts.directory = indexed_string(unit, base, facts.directory_index);
    return facts;
}

/* Reads the unit at `reader`, leaves the reader behind it; false at the end of the data. */
static bool next_unit(DwarfReader *r, Span abbreviations, UnitFacts *facts)
{
    u64 length = dwarf_length(r), start = r->at;
    if (r->failed || !span_contains(r->data, start, length))
        return false;
    DwarfReader unit = *r;
    unit.data = span_slice(r->data, 0, start + length);
    u64 version = dwarf_fixed(&unit, 2), type = 1, abbreviation_offset;
    if (version >= 5) {
        type = dwarf_fixed(&unit, 1);
        unit.address_size = (u8)dwarf_fixed(&unit, 1);
        abbreviation_offset = dwarf_offset(&unit);
    } else {
        abbreviation_offset = dwarf_offset(&unit);
        unit.address_size = (u8)dwarf_fixed(&unit, 1);
    }
    /* A skeleton unit carries an identifier; type units have no lines of their own. */
    if (type == 4)
        skip(&unit, 8);
    DwarfReader table = {.elf = r->elf, .data = abbreviations, .at = abbreviation_offset};
    *facts = (UnitFacts){0};
    if ((type == 1 || type == 4) && !unit.failed)
        *facts = read_unit(&unit, &table);
    r->at = start + length;
    return true;
}

const char *compilation_directory(const Elf *elf, u64 line_offset, size_t *hint)
{
    Span info = elf_section_data(elf, elf_find_section(elf, ".debug_info"));
    Span abbreviations = elf_section_data(elf, elf_find_section(elf, ".debug_abbrev"));
    /* Line tables mostly come in the order of the units: go on where the last search ended. */
    for (int turn = 0; turn < 2; turn++) {
        DwarfReader r = {.elf = elf, .data = info, .at = turn ? 0 : *hint};
        size_t end = turn ? *hint : info.size;
        UnitFacts facts;
        while (r.at < end && next_unit(&r, abbreviations, &facts))
            if (facts.has_line && facts.line_offset == line_offset) {
                *hint = r.at;
                return facts.directory;
            }
    }
    return NULL;
}
