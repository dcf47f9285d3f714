/* Runs the line number programs of .debug_line. */
#include "dwarf.h"

typedef struct {
    DwarfReader reader;
    LineTable *table;
    u8 minimum_length, line_range, opcode_base;
    int8_t line_base;
    u8 operand_counts[256];
    LineRow row;
} LineProgram;

static void add_text(const char ***texts, size_t *count, const char *text)
{
    *texts = resize(*texts, (*count + 1) * sizeof **texts);
    (*texts)[(*count)++] = text;
}

static void add_file(LineTable *table, const char *name, u64 directory)
{
    table->file_directories = resize(table->file_directories,
                                     (table->file_count + 1) * sizeof *table->file_directories);
    table->file_directories[table->file_count] = directory;
    add_text(&table->files, &table->file_count, name);
}

/* Before version 5 both lists count from 1; number 0 is the compilation directory. */
static void read_old_lists(DwarfReader *r, LineTable *table)
{
    add_text(&table->directories, &table->directory_count, NULL);
    add_file(table, NULL, 0);
    for (;;) {
        const char *name = dwarf_string(r);
        if (r->failed || !*name)
            break;
        add_text(&table->directories, &table->directory_count, name);
    }
    for (;;) {
        const char *name = dwarf_string(r);
        if (r->failed || !*name)
            return;
        u64 directory = dwarf_uleb(r);
        dwarf_uleb(r);
        dwarf_uleb(r);
        add_file(table, name, directory);
    }
}

enum { CONTENT_PATH = 1, CONTENT_DIRECTORY = 2, MOST_FORMATS = 16 };

/* Version 5 describes its lists: a row of (content, form) pairs, then the entries. */
static void read_new_list(DwarfReader *r, LineTable *table, bool files)
{
    u64 formats[MOST_FORMATS][2];
    size_t format_count = dwarf_fixed(r, 1);
    if (format_count > MOST_FORMATS)
        r->failed = true;
    for (size_t i = 0; i < format_count && !r->failed; i++) {
        formats[i][0] = dwarf_uleb(r);
        formats[i][1] = dwarf_uleb(r);
    }
    u64 count = dwarf_uleb(r);
    for (u64 i = 0; i < count && !r->failed && format_count; i++) {
        const char *path = NULL;
        u64 directory = 0;
        for (size_t j = 0; j < format_count; j++) {
            DwarfValue value = dwarf_value(r, formats[j][1], 0);
            if (formats[j][0] == CONTENT_PATH)
                path = value.text;
            else if (formats[j][0] == CONTENT_DIRECTORY)
                directory = value.number;
        }
        if (r->failed)
            return;
        if (files)
            add_file(table, path, directory);
        else
            add_text(&table->directories, &table->directory_count, path);
    }
}

static void emit_row(LineProgram *p)
{
    LineTable *table = p->table;
    if (table->row_count == table->row_room) {
        table->row_room = table->row_room ? table->row_room * 2 : 64;
        table->rows = resize(table->rows, table->row_room * sizeof *table->rows);
    }
    table->rows[table->row_count++] = p->row;
    p->row.discriminator = 0;
}

static void start_sequence(LineProgram *p)
{
    p->row = (LineRow){.file = 1, .line = 1};
}

static void run_extended(LineProgram *p)
{
    DwarfReader *r = &p->reader;
    u64 size = dwarf_uleb(r);
    size_t start = r->at;
    if (r->failed || !size || !span_contains(r->data, start, size)) {
        r->failed = true;
        return;
    }
    switch (dwarf_fixed(r, 1)) {
    case 1:
        p->row.end = true;
        emit_row(p);
        start_sequence(p);
        break;
    case 2:
        p->row.address = dwarf_fixed(r, (unsigned)(size - 1));
        break;
    case 3: {
        const char *name = dwarf_string(r);
        add_file(p->table, name, dwarf_uleb(r));
        break;
    }
    case 4:
        p->row.discriminator = (u32)dwarf_uleb(r);
        break;
    default:
        break;
    }
    r->at = start + size;
}

static void run_standard(LineProgram *p, u8 opcode)
{
    DwarfReader *r = &p->reader;
    switch (opcode) {
    case 1: emit_row(p); break;
    case 2: p->row.address += dwarf_uleb(r) * p->minimum_length; break;
    case 3: p->row.line += (u32)dwarf_sleb(r); break;
    case 4: p->row.file = (u32)dwarf_uleb(r); break;
    case 5: dwarf_uleb(r); break;
    case 6: case 7: case 10: case 11: break;
    case 8: p->row.address += (255u - p->opcode_base) / p->line_range * p->minimum_length; break;
    case 9: p->row.address += dwarf_fixed(r, 2); break;
    case 12: dwarf_uleb(r); break;
    default:
        for (u8 i = 0; i < p->operand_counts[opcode]; i++)
            dwarf_uleb(r);
    }
}

static void run_program(LineProgram *p)
{
    DwarfReader *r = &p->reader;
    start_sequence(p);
    while (r->at < r->data.size && !r->failed) {
        u8 opcode = (u8)dwarf_fixed(r, 1);
        if (!opcode) {
            run_extended(p);
        } else if (opcode < p->opcode_base) {
            run_standard(p, opcode);
        } else {
            u8 adjusted = opcode - p->opcode_base;
            p->row.address += adjusted / p->line_range * p->minimum_length;
            p->row.line += (u32)(p->line_base + adjusted % p->line_range);
            emit_row(p);
        }
    }
}

/* Runs the table that `reader` stands on, behind its length. */
static void read_table(DwarfReader reader, LineTable *table)
{
    LineProgram p = {.reader = reader, .table = table};
    DwarfReader *r = &p.reader;
    table->version = (u16)dwarf_fixed(r, 2);
    if (table->version < 2 || table->version > 5)
        return;
    r->address_size = r->elf->is64 ? 8 : 4;
    if (table->version == 5) {
        r->address_size = (u8)dwarf_fixed(r, 1);
        dwarf_fixed(r, 1);
    }
    u64 header_length = dwarf_offset(r), program = r->at + header_length;
    p.minimum_length = (u8)dwarf_fixed(r, 1);
    if (table->version >= 4)
        dwarf_fixed(r, 1);
    dwarf_fixed(r, 1);
    p.line_base = (int8_t)dwarf_fixed(r, 1);
    p.line_range = (u8)dwarf_fixed(r, 1);
    p.opcode_base = (u8)dwarf_fixed(r, 1);
    for (unsigned i = 1; i < p.opcode_base; i++)
        p.operand_counts[i] = (u8)dwarf_fixed(r, 1);
    if (r->failed || !p.line_range || !p.opcode_base || !span_contains(r->data, r->at, 0))
        return;
    if (table->version == 5) {
        read_new_list(r, table, false);
        read_new_list(r, table, true);
    } else {
        read_old_lists(r, table);
    }
    if (r->failed || program > r->data.size || program < r->at)
        return;
    r->at = program;
    run_program(&p);
}

LineTables read_line_tables(const Elf *elf)
{
    LineTables tables = {0};
    size_t hint = 0;
    Span data = elf_section_data(elf, elf_find_section(elf, ".debug_line"));
    DwarfReader r = {.elf = elf, .data = data};
    while (r.at < data.size) {
        u64 unit_offset = r.at, length = dwarf_length(&r);
        if (r.failed || !span_contains(data, r.at, length))
            break;
        tables.tables = resize(tables.tables, (tables.count + 1) * sizeof *tables.tables);
        LineTable *table = &tables.tables[tables.count++];
        *table = (LineTable){0};
        DwarfReader unit = r;
        unit.data = span_slice(data, 0, r.at + length);
        table->compilation_directory = compilation_directory(elf, unit_offset, &hint);
        read_table(unit, table);
        r.at += length;
    }
    return tables;
}

const char *line_file(const LineTable *table, u32 file)
{
    const char *name = file < table->file_count ? table->files[file] : NULL;
    if (!name || name[0] == '/')
        return name;
    u64 index = table->file_directories[file];
    const char *folder = index < table->directory_count ? table->directories[index] : NULL;
    const char *base = table->compilation_directory;
    if (!folder)
        return base ? format_text("%s/%s", base, name) : name;
    if (folder[0] == '/' || !base)
        return format_text("%s/%s", folder, name);
    return format_text("%s/%s/%s", base, folder, name);
}
