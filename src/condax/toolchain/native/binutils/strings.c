/* strings: runs of printable characters in any file. */
#include "elf.h"
#include "sections.h"
#include "tools.h"

#include <getopt.h>

typedef struct {
    u64 minimum;
    char radix;    /* 'd', 'o', 'x', or 0 for no location */
    char encoding; /* GNU's letter: s, S, b, l, B, L */
    bool file_names, all_space, data_only;
    const char *separator;
    const char *file;
} StringsOptions;

static const struct option strings_options[] = {
    {"all", no_argument, NULL, 'a'},
    {"data", no_argument, NULL, 'd'},
    {"print-file-name", no_argument, NULL, 'f'},
    {"bytes", required_argument, NULL, 'n'},
    {"radix", required_argument, NULL, 't'},
    {"include-all-whitespace", no_argument, NULL, 'w'},
    {"encoding", required_argument, NULL, 'e'},
    {"output-separator", required_argument, NULL, 's'},
    {"target", required_argument, NULL, 'T'},
    {"unicode", required_argument, NULL, 'U'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'v'},
    {0},
};

static bool is_printable(const StringsOptions *o, u32 c)
{
    if (c == '\t' || (c >= 32 && c < 127))
        return true;
    if (o->all_space && (c == '\n' || c == '\r' || c == '\v' || c == '\f'))
        return true;
    return o->encoding == 'S' && c >= 128 && c <= 255;
}

static size_t unit_size(char encoding)
{
    switch (encoding) {
    case 'b': case 'l': return 2;
    case 'B': case 'L': return 4;
    default: return 1;
    }
}

static u32 unit_at(const StringsOptions *o, const u8 *bytes)
{
    switch (o->encoding) {
    case 'b': return get16(bytes, true);
    case 'l': return get16(bytes, false);
    case 'B': return get32(bytes, true);
    default: return get32(bytes, false);
    }
}

static void print_prefix(const StringsOptions *o, u64 at)
{
    if (o->file_names)
        printf("%s: ", o->file);
    if (o->radix == 'd')
        printf("%7" PRIu64 " ", at);
    else if (o->radix == 'o')
        printf("%7" PRIo64 " ", at);
    else if (o->radix == 'x')
        printf("%7" PRIx64 " ", at);
}

/* Nearly every file is read this way, so it does with one look-up a byte. */
static void scan_bytes(const StringsOptions *o, Span data, u64 base)
{
    bool printable[256];
    for (u32 c = 0; c < 256; c++)
        printable[c] = is_printable(o, c);
    const u8 *at = data.data, *end = data.data + data.size;
    while (at < end) {
        const u8 *start = at;
        while (at < end && printable[*at])
            at++;
        if ((u64)(at - start) >= o->minimum) {
            print_prefix(o, base + (u64)(start - data.data));
            fwrite(start, 1, (size_t)(at - start), stdout);
            fputs(o->separator, stdout);
        }
        while (at < end && !printable[*at])
            at++;
    }
}

/* Wide characters may start at any byte, so a rejected one moves by one byte only. */
static void scan_wide(const StringsOptions *o, Span data, u64 base)
{
    size_t unit = unit_size(o->encoding), at = 0;
    while (at + unit <= data.size) {
        size_t end = at;
        while (end + unit <= data.size && is_printable(o, unit_at(o, data.data + end)))
            end += unit;
        if ((end - at) / unit >= o->minimum) {
            print_prefix(o, base + at);
            for (size_t i = at; i < end; i += unit)
                putchar((int)unit_at(o, data.data + i));
            fputs(o->separator, stdout);
        }
        at = end > at ? end : at + 1;
    }
}

static void scan(const StringsOptions *o, Span data, u64 base)
{
    if (!data.size)
        return;
    if (unit_size(o->encoding) == 1)
        scan_bytes(o, data, base);
    else
        scan_wide(o, data, base);
}

static void scan_file(const StringsOptions *o, Span file)
{
    Elf elf;
    if (!o->data_only || !elf_open(&elf, file, o->file) || elf.sections_truncated) {
        scan(o, file, 0);
        return;
    }
    for (u32 i = 1; i < elf.section_count; i++)
        if ((section_flags(&elf.sections[i]) & (SEC_ALLOC | SEC_LOAD | SEC_CONTENTS)) ==
            (SEC_ALLOC | SEC_LOAD | SEC_CONTENTS))
            scan(o, elf_section_data(&elf, &elf.sections[i]), elf.sections[i].offset);
}

static void print_strings_usage(FILE *stream)
{
    fprintf(stream,
            "Usage: %s [option(s)] [file(s)]\n"
            " Display printable strings in [file(s)] (stdin by default)\n"
            "  -a --all, -d --data, -f --print-file-name, -n --bytes=N, -t --radix={o,d,x}, -o,\n"
            "  -w --include-all-whitespace, -e --encoding={s,S,b,l,B,L},\n"
            "  -s --output-separator=TEXT\n", program_name);
}

static void set_minimum(StringsOptions *o, const char *text)
{
    if (!parse_number(text, &o->minimum))
        die("invalid integer argument %s", text);
    if (!o->minimum)
        die("minimum string length is too small: %s", text);
}

/* `strings -8` is `strings -n 8`: take such arguments out before getopt sees them. */
static int take_old_minimum(StringsOptions *o, int argc, char **argv)
{
    int kept = 1;
    for (int i = 1; i < argc; i++) {
        const char *a = argv[i];
        if (a[0] == '-' && a[1] >= '0' && a[1] <= '9')
            set_minimum(o, a + 1);
        else
            argv[kept++] = argv[i];
    }
    argv[kept] = NULL;
    return kept;
}

static char check_letter(const char *text, const char *allowed)
{
    if (!text[0] || text[1] || !strchr(allowed, text[0]))
        die("invalid argument '%s': one of %s", text, allowed);
    return text[0];
}

static void parse_strings_options(StringsOptions *o, int argc, char **argv)
{
    int option;
    while ((option = getopt_long(argc, argv, "adfhHn:wot:e:T:s:U:vV", strings_options,
                                 NULL)) != -1) {
        switch (option) {
        case 'a': o->data_only = false; break;
        case 'd': o->data_only = true; break;
        case 'f': o->file_names = true; break;
        case 'n': set_minimum(o, optarg); break;
        case 'w': o->all_space = true; break;
        case 'o': o->radix = 'o'; break;
        case 't': o->radix = check_letter(optarg, "odx"); break;
        case 'e': o->encoding = check_letter(optarg, "sSblBL"); break;
        case 's': o->separator = optarg; break;
        case 'T': break;
        case 'U':
            if (strcmp(optarg, "default") && strcmp(optarg, "d"))
                die("--unicode=%s is not supported: only 'default' is", optarg);
            break;
        case 'v': case 'V': print_version("strings"); exit(0);
        case 'h': case 'H': print_strings_usage(stdout); exit(0);
        default: print_strings_usage(stderr); exit(1);
        }
    }
}

int strings_main(int argc, char **argv)
{
    StringsOptions options = {.minimum = 4, .encoding = 's', .separator = "\n"};
    argc = take_old_minimum(&options, argc, argv);
    parse_strings_options(&options, argc, argv);
    options.file = "{standard input}";
    if (optind == argc)
        scan_file(&options, read_stream(stdin));
    for (int i = optind; i < argc; i++) {
        Span file;
        options.file = argv[i];
        if (!strcmp(argv[i], "-"))
            continue;
        if (read_input(argv[i], &file))
            scan_file(&options, file);
    }
    return exit_status;
}
