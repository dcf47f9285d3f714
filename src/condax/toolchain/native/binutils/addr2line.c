/* addr2line: source lines from .debug_line, function names from the symbol table. */
#include "dwarf.h"
#include "sections.h"
#include "tools.h"

#include <getopt.h>

typedef struct {
    const char *executable, *section;
    bool addresses, functions, base_names, pretty;
} Addr2lineOptions;

static const struct option addr2line_options[] = {
    {"addresses", no_argument, NULL, 'a'},
    {"target", required_argument, NULL, 'b'},
    {"exe", required_argument, NULL, 'e'},
    {"inlines", no_argument, NULL, 'i'},
    {"section", required_argument, NULL, 'j'},
    {"pretty-print", no_argument, NULL, 'p'},
    {"basenames", no_argument, NULL, 's'},
    {"functions", no_argument, NULL, 'f'},
    {"demangle", optional_argument, NULL, 'C'},
    {"recurse-limit", no_argument, NULL, 'R'},
    {"no-recurse-limit", no_argument, NULL, 'r'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'v'},
    {0},
};

typedef struct {
    const Addr2lineOptions *options;
    Elf elf;
    LineTables lines;
    ElfSymbols symbols;
    u64 base; /* of the section that addresses are relative to */
} Finder;

static bool is_code(const Elf *elf, u64 address)
{
    for (u32 i = 1; i < elf->section_count; i++) {
        const ElfSection *s = &elf->sections[i];
        if ((s->flags & SHF_ALLOC) && (s->flags & SHF_EXECINSTR) && address >= s->addr &&
            address - s->addr < s->size)
            return true;
    }
    return false;
}

/* The last row at or before the address, in the sequence that symbol_covers it. */
static const LineRow *find_in_table(const LineTable *table, u64 address)
{
    size_t start = 0;
    for (size_t end = 0; end < table->row_count; end++) {
        if (!table->rows[end].end)
            continue;
        const LineRow *found = NULL;
        if (address >= table->rows[start].address && address < table->rows[end].address)
            for (size_t i = start; i < end; i++)
                if (table->rows[i].address <= address)
                    found = &table->rows[i];
        if (found)
            return found;
        start = end + 1;
    }
    return NULL;
}

static const LineRow *find_row(const Finder *f, u64 address, const LineTable **table)
{
    /* Removed functions leave sequences at address zero behind. */
    if (!is_code(&f->elf, address))
        return NULL;
    for (size_t i = 0; i < f->lines.count; i++) {
        const LineRow *row = find_in_table(&f->lines.tables[i], address);
        if (row) {
            *table = &f->lines.tables[i];
            return row;
        }
    }
    return NULL;
}

static bool symbol_covers(const ElfSymbol *symbol, u64 address)
{
    return address - symbol->value < symbol->size;
}

/* The symbol around the address or, failing that, the last one before it; of several at one
 * address the one that is called a function. */
static bool is_better(const ElfSymbol *symbol, const ElfSymbol *best, u64 address)
{
    if (!best)
        return true;
    if (symbol->value < best->value)
        return false;
    if (!symbol_covers(best, address))
        return symbol->value > best->value || symbol_covers(symbol, address);
    if (!symbol_covers(symbol, address))
        return false;
    bool function = symbol_type(symbol) == STT_FUNC, was_function = symbol_type(best) == STT_FUNC;
    return symbol->value > best->value || (function && !was_function);
}

typedef struct {
    const ElfSymbol *symbol;
    const char *file; /* as the symbol table's file entries say */
} Function;

static bool is_in_section_of(const Elf *elf, const ElfSymbol *symbol, u64 address)
{
    const ElfSection *s = elf_section_at(elf, symbol->section);
    return s && address >= symbol->value && address >= s->addr && address - s->addr < s->size;
}

static Function find_function(const Finder *f, u64 address)
{
    Function found = {0};
    const char *file = NULL;
    bool symbol_seen = false, later_file = false;
    for (size_t i = 1; i < f->symbols.count; i++) {
        const ElfSymbol *symbol = &f->symbols.items[i];
        u8 type = symbol_type(symbol);
        if (type == STT_FILE) {
            file = symbol->name;
            later_file |= symbol_seen;
            continue;
        }
        symbol_seen |= type != STT_SECTION;
        if ((type != STT_FUNC && type != STT_NOTYPE && type != STT_GNU_IFUNC) ||
            is_special_symbol(&f->elf, symbol) || !is_in_section_of(&f->elf, symbol, address) ||
            !is_better(symbol, found.symbol, address))
            continue;
        found.symbol = symbol;
        /* Which file a global symbol came from is known only while there is one file. */
        found.file = symbol_binding(symbol) == STB_LOCAL || !later_file ? file : NULL;
    }
    return found;
}

static void print_line(const char *file, const LineRow *row)
{
    if (!row || !row->line)
        printf("%s:?\n", file ? file : "??");
    else if (row->discriminator)
        printf("%s:%u (discriminator %u)\n", file ? file : "??", row->line, row->discriminator);
    else
        printf("%s:%u\n", file ? file : "??", row->line);
}

static void print_location(const Finder *f, u64 address)
{
    const Addr2lineOptions *o = f->options;
    const LineTable *table = NULL;
    const LineRow *row = find_row(f, address, &table);
    Function function = find_function(f, address);
    const char *file = row ? line_file(table, row->file) : function.file;
    if (o->functions && function.symbol)
        printf("%s%s", function.symbol->name, o->pretty ? " at " : "\n");
    else if (o->functions)
        printf("??%s", o->pretty ? " " : "\n");
    if (!row && !function.symbol)
        printf("??:0\n");
    else
        print_line(file && o->base_names ? base_name(file) : file, row);
}

static void look_up(const Finder *f, const char *text)
{
    u64 address = strtoull(text, NULL, 16);
    if (f->options->addresses)
        printf(f->elf.is64 ? "0x%016" PRIx64 "%s" : "0x%08" PRIx64 "%s", address,
               f->options->pretty ? ": " : "\n");
    print_location(f, address + f->base);
    fflush(stdout);
}

static void open_finder(Finder *f, const Addr2lineOptions *o)
{
    Span file;
    f->options = o;
    if (!read_input(o->executable, &file))
        exit(1);
    if (!elf_open(&f->elf, file, o->executable))
        die("%s: file format not recognized", o->executable);
    const ElfSection *line = elf_find_section(&f->elf, ".debug_line");
    if (is_relocatable(&f->elf) && line)
        die("%s: the lines of a file that is not linked cannot be read", o->executable);
    if (line && (line->flags & SHF_COMPRESSED))
        die("%s: compressed debugging sections are not supported: use -gz=none", o->executable);
    f->lines = read_line_tables(&f->elf);
    f->symbols = elf_symbols(&f->elf, SHT_SYMTAB);
    if (f->symbols.count <= 1)
        f->symbols = elf_symbols(&f->elf, SHT_DYNSYM);
    if (!o->section)
        return;
    const ElfSection *section = elf_find_section(&f->elf, o->section);
    if (!section)
        die("%s: cannot find section %s", o->executable, o->section);
    f->base = section->addr;
}

static void print_addr2line_usage(FILE *stream)
{
    fprintf(stream,
            "Usage: %s [option(s)] [addr(s)]\n"
            " Convert addresses into line number/file name pairs.\n"
            "  -a -b -e -j -p -s -f -C and their long forms are those of GNU addr2line; inlined\n"
            "  functions are not shown.\n", program_name);
}

static void parse_addr2line_options(Addr2lineOptions *o, int argc, char **argv)
{
    int option;
    while ((option = getopt_long(argc, argv, "ab:Ce:rRsfHhij:pVv", addr2line_options,
                                 NULL)) != -1) {
        switch (option) {
        case 'a': o->addresses = true; break;
        case 'e': o->executable = optarg; break;
        case 'j': o->section = optarg; break;
        case 'p': o->pretty = true; break;
        case 's': o->base_names = true; break;
        case 'f': o->functions = true; break;
        case 'b': case 'C': case 'r': case 'R': break;
        case 'i': die("-i/--inlines is not supported: use llvm-symbolizer");
        case 'v': case 'V': print_version("addr2line"); exit(0);
        case 'h': case 'H': print_addr2line_usage(stdout); exit(0);
        default: print_addr2line_usage(stderr); exit(1);
        }
    }
}

int addr2line_main(int argc, char **argv)
{
    Addr2lineOptions options = {.executable = "a.out"};
    Finder finder = {0};
    char line[256];
    parse_addr2line_options(&options, argc, argv);
    open_finder(&finder, &options);
    for (int i = optind; i < argc; i++)
        look_up(&finder, argv[i]);
    while (optind == argc && fgets(line, sizeof line, stdin))
        look_up(&finder, line);
    return exit_status;
}
