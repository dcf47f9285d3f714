/* size: section sizes in the Berkeley, System V and GNU layouts. */
#include "archive.h"
#include "sections.h"
#include "tools.h"

#include <getopt.h>

typedef enum { SIZE_BERKELEY, SIZE_SYSV, SIZE_GNU } SizeFormat;

typedef struct {
    SizeFormat format;
    int radix;
    bool totals, common, heading_done;
    u64 text, data, bss;
} SizeOptions;

enum { SIZE_FORMAT_OPTION = 256, SIZE_RADIX_OPTION, SIZE_COMMON_OPTION, SIZE_TARGET_OPTION };

static const struct option size_options[] = {
    {"common", no_argument, NULL, SIZE_COMMON_OPTION},
    {"format", required_argument, NULL, SIZE_FORMAT_OPTION},
    {"radix", required_argument, NULL, SIZE_RADIX_OPTION},
    {"target", required_argument, NULL, SIZE_TARGET_OPTION},
    {"totals", no_argument, NULL, 't'},
    {"version", no_argument, NULL, 'V'},
    {"help", no_argument, NULL, 'h'},
    {0},
};

static const char *number_text(const SizeOptions *o, u64 value)
{
    if (o->radix == 8)
        return format_text("0%" PRIo64, value);
    return o->radix == 16 ? format_text("0x%" PRIx64, value) : format_text("%" PRIu64, value);
}

static u64 common_size(const Elf *elf)
{
    ElfSymbols symbols = elf_symbols(elf, SHT_SYMTAB);
    u64 total = 0;
    for (size_t i = 1; i < symbols.count; i++)
        if (is_common(&symbols.items[i]))
            total += symbols.items[i].size;
    return total;
}

static void print_berkeley_row(SizeOptions *o, u64 text, u64 data, u64 bss)
{
    u64 total = text + data + bss;
    if (!o->heading_done && o->format == SIZE_GNU)
        printf("      text       data        bss      total filename\n");
    else if (!o->heading_done)
        printf(o->radix == 8 ? "   text\t   data\t    bss\t    oct\t    hex\tfilename\n"
                             : "   text\t   data\t    bss\t    dec\t    hex\tfilename\n");
    o->heading_done = true;
    if (o->format == SIZE_GNU)
        printf("%10s %10s %10s %10s ", number_text(o, text), number_text(o, data),
               number_text(o, bss), number_text(o, total));
    else
        printf(o->radix == 8 ? "%7s\t%7s\t%7s\t%7" PRIo64 "\t%7" PRIx64 "\t"
                             : "%7s\t%7s\t%7s\t%7" PRIu64 "\t%7" PRIx64 "\t",
               number_text(o, text), number_text(o, data), number_text(o, bss), total, total);
}

static void print_berkeley(SizeOptions *o, const Input *input)
{
    const Elf *elf = &input->elf;
    u64 text = 0, data = 0, bss = o->common ? common_size(elf) : 0;
    for (u32 i = 1; i < elf->section_count; i++) {
        unsigned flags = section_flags(&elf->sections[i]);
        /* GNU's own layout counts read-only data as data. */
        unsigned text_flags = o->format == SIZE_GNU ? SEC_CODE : SEC_CODE | SEC_READONLY;
        if (!(flags & SEC_ALLOC) || !is_listed_section(elf, i))
            continue;
        *(flags & text_flags ? &text : flags & SEC_CONTENTS ? &data : &bss) +=
            elf->sections[i].size;
    }
    print_berkeley_row(o, text, data, bss);
    o->text += text;
    o->data += data;
    o->bss += bss;
    if (input->member)
        printf("%s (ex %s)\n", input->member, input->path);
    else
        printf("%s\n", input->path);
}

typedef struct {
    int name_width, size_width, address_width;
} SizeColumns;

static void widen(int *width, const char *text)
{
    if ((int)strlen(text) > *width)
        *width = (int)strlen(text);
}

static void print_sysv_row(const SizeColumns *c, const char *name, const char *size,
                           const char *address)
{
    printf("%-*s   %*s   %*s\n", c->name_width, name, c->size_width, size, c->address_width,
           address);
}

static void print_size_sysv(const SizeOptions *o, const Input *input)
{
    const Elf *elf = &input->elf;
    u64 common = o->common ? common_size(elf) : 0, total = common;
    size_t count;
    const u32 *order = listed_sections(elf, &count);
    SizeColumns columns = {7, 4, 4};
    for (size_t i = 0; i < count; i++) {
        const ElfSection *section = &elf->sections[order[i]];
        total += section->size;
        widen(&columns.name_width, section->name);
        widen(&columns.address_width, number_text(o, section->addr));
    }
    widen(&columns.size_width, number_text(o, total));
    if (input->member)
        printf("%s   (ex %s):\n", input->member, input->path);
    else
        printf("%s  :\n", input->path);
    print_sysv_row(&columns, "section", "size", "addr");
    for (size_t i = 0; i < count; i++) {
        const ElfSection *section = &elf->sections[order[i]];
        print_sysv_row(&columns, section->name, number_text(o, section->size),
                       number_text(o, section->addr));
    }
    if (o->common)
        print_sysv_row(&columns, "*COM*", number_text(o, common), number_text(o, 0));
    printf("%-*s   %*s\n\n\n", columns.name_width, "Total", columns.size_width,
           number_text(o, total));
}

static void measure_object(const Input *input, void *context)
{
    SizeOptions *o = context;
    if (o->format == SIZE_SYSV)
        print_size_sysv(o, input);
    else
        print_berkeley(o, input);
}

static void print_size_usage(FILE *stream)
{
    fprintf(stream,
            "Usage: %s [option(s)] [file(s)]\n"
            " Displays the sizes of sections inside binary files\n"
            "  -A|-B|-G --format={sysv|berkeley|gnu}, -o|-d|-x --radix={8|10|16}, -t --totals,\n"
            "  --common\n", program_name);
}

static void set_format(SizeOptions *o, const char *name)
{
    switch (name[0]) {
    case 'B': case 'b': o->format = SIZE_BERKELEY; return;
    case 'S': case 's': o->format = SIZE_SYSV; return;
    case 'G': case 'g': o->format = SIZE_GNU; return;
    default: die("invalid argument to --format: %s", name);
    }
}

static void set_radix(SizeOptions *o, const char *text)
{
    o->radix = atoi(text);
    if (o->radix != 8 && o->radix != 10 && o->radix != 16)
        die("Invalid radix: %s", text);
}

static void parse_size_options(SizeOptions *o, int argc, char **argv)
{
    int option;
    while ((option = getopt_long(argc, argv, "ABGHhVvdfotx", size_options, NULL)) != -1) {
        switch (option) {
        case 'A': o->format = SIZE_SYSV; break;
        case 'B': o->format = SIZE_BERKELEY; break;
        case 'G': o->format = SIZE_GNU; break;
        case SIZE_FORMAT_OPTION: set_format(o, optarg); break;
        case 'd': o->radix = 10; break;
        case 'o': o->radix = 8; break;
        case 'x': o->radix = 16; break;
        case SIZE_RADIX_OPTION: set_radix(o, optarg); break;
        case 't': o->totals = true; break;
        case SIZE_COMMON_OPTION: o->common = true; break;
        case 'f': case SIZE_TARGET_OPTION: break;
        case 'V': case 'v': print_version("size"); exit(0);
        case 'h': case 'H': print_size_usage(stdout); exit(0);
        default: print_size_usage(stderr); exit(1);
        }
    }
}

int size_main(int argc, char **argv)
{
    SizeOptions options = {.radix = 10};
    parse_size_options(&options, argc, argv);
    InputVisitor visitor = {measure_object, NULL, &options};
    if (optind == argc)
        visit_inputs("a.out", &visitor);
    for (int i = optind; i < argc; i++)
        visit_inputs(argv[i], &visitor);
    if (options.totals && options.format != SIZE_SYSV) {
        options.heading_done = true;
        print_berkeley_row(&options, options.text, options.data, options.bss);
        printf("(TOTALS)\n");
    }
    return exit_status;
}
