/* nm: lists symbols. Options, order and columns are those of GNU nm. */
#include "nm.h"
#include "tools.h"

#include <getopt.h>

enum { NM_IGNORED = 256, NM_IGNORED_VALUE, NM_SIZE_SORT, NM_QUIET,
       NM_SPECIAL, NM_IFUNC_CHARS };

static const struct option nm_options[] = {
    {"debug-syms", no_argument, NULL, 'a'},
    {"print-file-name", no_argument, NULL, 'A'},
    {"demangle", optional_argument, NULL, 'C'},
    {"no-demangle", no_argument, NULL, NM_IGNORED},
    {"recurse-limit", no_argument, NULL, NM_IGNORED},
    {"no-recurse-limit", no_argument, NULL, NM_IGNORED},
    {"dynamic", no_argument, NULL, 'D'},
    {"format", required_argument, NULL, 'f'},
    {"extern-only", no_argument, NULL, 'g'},
    {"ifunc-chars", required_argument, NULL, NM_IFUNC_CHARS},
    {"just-symbols", no_argument, NULL, 'j'},
    {"line-numbers", no_argument, NULL, 'l'},
    {"numeric-sort", no_argument, NULL, 'n'},
    {"no-sort", no_argument, NULL, 'p'},
    {"portability", no_argument, NULL, 'P'},
    {"reverse-sort", no_argument, NULL, 'r'},
    {"plugin", required_argument, NULL, NM_IGNORED_VALUE},
    {"print-size", no_argument, NULL, 'S'},
    {"print-armap", no_argument, NULL, 's'},
    {"quiet", no_argument, NULL, NM_QUIET},
    {"size-sort", no_argument, NULL, NM_SIZE_SORT},
    {"special-syms", no_argument, NULL, NM_SPECIAL},
    {"synthetic", no_argument, NULL, NM_IGNORED},
    {"radix", required_argument, NULL, 't'},
    {"target", required_argument, NULL, NM_IGNORED_VALUE},
    {"undefined-only", no_argument, NULL, 'u'},
    {"defined-only", no_argument, NULL, 'U'},
    {"unicode", required_argument, NULL, NM_IGNORED_VALUE},
    {"no-weak", no_argument, NULL, 'W'},
    {"with-symbol-versions", no_argument, NULL, NM_IGNORED},
    {"without-symbol-versions", no_argument, NULL, NM_IGNORED},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {0},
};

static void print_nm_usage(FILE *stream)
{
    fprintf(stream,
            "Usage: %s [option(s)] [file(s)]\n"
            " List symbols in [file(s)] (a.out by default).\n"
            " -a -A -B -D -f -g -j -n -o -p -P -r -s -S -t -u -U -W and their long forms are\n"
            " those of GNU nm; -C is accepted, names are printed as they are stored.\n",
            program_name);
}

static NmFormat parse_format(const char *name)
{
    switch (name[0]) {
    case 'b': case 'B': case '0': return NM_BSD;
    case 'p': case 'P': case '1': return NM_POSIX;
    case 's': case 'S': case '2': return NM_SYSV;
    case 'j': case 'J': return NM_JUST_SYMBOLS;
    default: die("%s: invalid output format", name);
    }
}

static int parse_radix(const char *name)
{
    switch (name[0]) {
    case 'd': return 10;
    case 'o': return 8;
    case 'x': return 16;
    default: die("%s: invalid radix", name);
    }
}

static bool set_listing(NmOptions *o, int option)
{
    switch (option) {
    case 'a': o->debug_symbols = true; return true;
    case 'D': o->dynamic = true; return true;
    case 'g': o->external_only = true; return true;
    case 'u': o->undefined_only = true; return true;
    case 'U': o->defined_only = true; return true;
    case 'W': o->no_weak = true; return true;
    case NM_SPECIAL: o->special_symbols = true; return true;
    case 'n': case 'v': o->sort = SORT_VALUE; return true;
    case 'p': o->sort = SORT_NONE; return true;
    case NM_SIZE_SORT: o->sort = SORT_SIZE; return true;
    case 'r': o->reverse = true; return true;
    default: return false;
    }
}

static bool set_layout(NmOptions *o, int option)
{
    switch (option) {
    case 'A': case 'o': o->file_per_symbol = true; return true;
    case 'B': o->format = NM_BSD; return true;
    case 'P': o->format = NM_POSIX; return true;
    case 'j': o->format = NM_JUST_SYMBOLS; return true;
    case 'f': o->format = parse_format(optarg); return true;
    case 'S': o->print_size = true; return true;
    case 's': o->print_index = true; return true;
    case 't': o->radix = parse_radix(optarg); return true;
    case NM_QUIET: o->quiet = true; return true;
    case NM_IFUNC_CHARS: o->ifunc_chars = optarg; return true;
    default: return false;
    }
}

static bool is_ignored(int option)
{
    return option == 'C' || option == 'e' || option == 'X' || option == NM_IGNORED ||
           option == NM_IGNORED_VALUE;
}

static void parse_nm_options(NmOptions *o, int argc, char **argv)
{
    int option;
    while ((option = getopt_long(argc, argv, "aABCDef:gF:hHjlnopPrSst:uUvVWX:", nm_options,
                                 NULL)) != -1) {
        if (set_listing(o, option) || set_layout(o, option) || is_ignored(option))
            continue;
        if (option == 'V') {
            print_version("nm");
            exit(0);
        }
        if (option == 'h' || option == 'H') {
            print_nm_usage(stdout);
            exit(0);
        }
        if (option == 'l')
            die("-l/--line-numbers is not supported: use addr2line");
        print_nm_usage(stderr);
        exit(1);
    }
}

static bool wanted(const NmOptions *o, const Elf *elf, const ElfSymbol *symbol)
{
    u8 type = symbol_type(symbol);
    bool debug = type == STT_SECTION || type == STT_FILE;
    bool undefined = symbol->section == SHN_UNDEF;
    if (debug && !o->debug_symbols)
        return false;
    if (o->undefined_only && !undefined)
        return false;
    if (o->defined_only && undefined)
        return false;
    if (o->external_only && symbol_binding(symbol) == STB_LOCAL)
        return false;
    if (o->no_weak && symbol_binding(symbol) == STB_WEAK)
        return false;
    if (o->sort == SORT_SIZE && (undefined || symbol->section == SHN_ABS || !symbol->size))
        return false;
    return o->special_symbols || !is_special_symbol(elf, symbol);
}

static int compare_names(const NmSymbol *a, const NmSymbol *b)
{
    return strcmp(a->name, b->name);
}

static int compare_values(const NmSymbol *a, const NmSymbol *b)
{
    bool a_undefined = a->symbol.section == SHN_UNDEF, b_undefined = b->symbol.section == SHN_UNDEF;
    if (a_undefined != b_undefined)
        return a_undefined ? -1 : 1;
    if (a->value != b->value)
        return a->value < b->value ? -1 : 1;
    return compare_names(a, b);
}

static int compare_sizes(const NmSymbol *a, const NmSymbol *b)
{
    if (a->size != b->size)
        return a->size < b->size ? -1 : 1;
    int order = compare_names(a, b);
    return order ? order : (a->value > b->value) - (a->value < b->value);
}

/* qsort passes no context. */
static const NmOptions *sort_options;

static int compare_symbols(const void *left, const void *right)
{
    const NmSymbol *a = left, *b = right;
    int order = sort_options->sort == SORT_VALUE ? compare_values(a, b)
              : sort_options->sort == SORT_SIZE ? compare_sizes(a, b)
                                                : compare_names(a, b);
    return sort_options->reverse ? -order : order;
}

static NmSymbol describe(const NmOptions *o, const Elf *elf, const VersionTable *versions,
                         const ElfSymbol *symbol, size_t index)
{
    NmSymbol item = {
        .symbol = *symbol,
        .name = symbol_name(elf, symbol),
        .value = symbol->value,
        .size = symbol->size,
        .letter = symbol_class(elf, symbol),
    };
    /* A common symbol has no address yet: nm prints its size, st_value is the alignment. */
    if (is_common(symbol))
        item.value = symbol->size;
    if (o->dynamic)
        item.suffix = version_suffix(versions, symbol, index);
    if (item.letter == 'i' && o->ifunc_chars && o->ifunc_chars[0])
        item.letter = symbol_binding(symbol) == STB_LOCAL && o->ifunc_chars[1]
            ? o->ifunc_chars[1] : o->ifunc_chars[0];
    return item;
}

static void list_object(const Input *input, void *context)
{
    const NmOptions *o = context;
    const Elf *elf = &input->elf;
    ElfSymbols symbols = elf_symbols(elf, o->dynamic ? SHT_DYNSYM : SHT_SYMTAB);
    VersionTable versions = {.elf = elf};
    if (o->dynamic)
        versions = read_versions(elf);
    nm_print_heading(o, input);
    if (symbols.count <= 1) {
        if (!o->quiet)
            warn("%s: no symbols", input->member ? input->member : input->path);
        return;
    }
    NmSymbol *items = allocate_array(symbols.count, sizeof *items);
    size_t count = 0;
    for (size_t i = 1; i < symbols.count; i++)
        if (wanted(o, elf, &symbols.items[i]))
            items[count++] = describe(o, elf, &versions, &symbols.items[i], i);
    sort_options = o;
    if (o->sort != SORT_NONE)
        sort_stable(items, count, sizeof *items, compare_symbols);
    for (size_t i = 0; i < count; i++)
        nm_print_symbol(o, input, &items[i]);
}

static void start_nm_archive(const Archive *archive, void *context)
{
    nm_print_archive(context, archive);
}

int nm_main(int argc, char **argv)
{
    NmOptions options = {.radix = 16, .sort = SORT_NAME};
    parse_nm_options(&options, argc, argv);
    InputVisitor visitor = {list_object, start_nm_archive, &options};
    options.many_files = argc - optind > 1;
    if (optind == argc)
        visit_inputs("a.out", &visitor);
    for (int i = optind; i < argc; i++)
        visit_inputs(argv[i], &visitor);
    return exit_status;
}
