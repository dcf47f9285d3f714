/* objdump: options and files. */
#include "objdump_tables.h"
#include "targets.h"
#include "tools.h"

#include <getopt.h>
#include <time.h>

enum { OBJDUMP_START = 256, OBJDUMP_STOP, OBJDUMP_DISASSEMBLE, OBJDUMP_IGNORED,
       OBJDUMP_IGNORED_VALUE, OBJDUMP_UNSUPPORTED, OBJDUMP_SPECIAL };

static const struct option objdump_options[] = {
    {"archive-headers", no_argument, NULL, 'a'},
    {"file-headers", no_argument, NULL, 'f'},
    {"private-headers", no_argument, NULL, 'p'},
    {"headers", no_argument, NULL, 'h'},
    {"section-headers", no_argument, NULL, 'h'},
    {"all-headers", no_argument, NULL, 'x'},
    {"full-contents", no_argument, NULL, 's'},
    {"syms", no_argument, NULL, 't'},
    {"dynamic-syms", no_argument, NULL, 'T'},
    {"reloc", no_argument, NULL, 'r'},
    {"dynamic-reloc", no_argument, NULL, 'R'},
    {"section", required_argument, NULL, 'j'},
    {"demangle", optional_argument, NULL, 'C'},
    {"wide", no_argument, NULL, 'w'},
    {"file-offsets", no_argument, NULL, 'F'},
    {"special-syms", no_argument, NULL, OBJDUMP_SPECIAL},
    {"start-address", required_argument, NULL, OBJDUMP_START},
    {"stop-address", required_argument, NULL, OBJDUMP_STOP},
    {"target", required_argument, NULL, OBJDUMP_IGNORED_VALUE},
    {"architecture", required_argument, NULL, OBJDUMP_IGNORED_VALUE},
    {"recurse-limit", no_argument, NULL, OBJDUMP_IGNORED},
    {"no-recurse-limit", no_argument, NULL, OBJDUMP_IGNORED},
    {"disassemble", optional_argument, NULL, OBJDUMP_DISASSEMBLE},
    {"disassemble-all", no_argument, NULL, OBJDUMP_DISASSEMBLE},
    {"source", no_argument, NULL, OBJDUMP_DISASSEMBLE},
    {"source-comment", optional_argument, NULL, OBJDUMP_DISASSEMBLE},
    {"line-numbers", no_argument, NULL, OBJDUMP_IGNORED},
    {"dwarf", optional_argument, NULL, 'W'},
    {"debugging", no_argument, NULL, OBJDUMP_UNSUPPORTED},
    {"debugging-tags", no_argument, NULL, OBJDUMP_UNSUPPORTED},
    {"stabs", no_argument, NULL, OBJDUMP_UNSUPPORTED},
    {"private", required_argument, NULL, OBJDUMP_UNSUPPORTED},
    {"process-links", no_argument, NULL, OBJDUMP_UNSUPPORTED},
    {"info", no_argument, NULL, OBJDUMP_UNSUPPORTED},
    {"adjust-vma", required_argument, NULL, OBJDUMP_UNSUPPORTED},
    {"help", no_argument, NULL, 'H'},
    {"version", no_argument, NULL, 'v'},
    {0},
};

static void print_objdump_usage(FILE *stream)
{
    fprintf(stream,
            "Usage: %s <option(s)> <file(s)>\n"
            " Display information from object <file(s)>.\n"
            "  -a -f -p -h -x -s -t -T -r -R -j -w -F --start-address --stop-address and their\n"
            "  long forms are those of GNU objdump; there is no disassembler.\n", program_name);
}

static void add_section_name(ObjdumpOptions *o, const char *name)
{
    o->names = resize(o->names, (o->name_count + 1) * sizeof *o->names);
    o->name_found = resize(o->name_found, (o->name_count + 1) * sizeof *o->name_found);
    o->name_found[o->name_count] = false;
    o->names[o->name_count++] = name;
}

static void select_all_headers(ObjdumpOptions *o)
{
    o->archive_header = o->file_header = o->private_headers = true;
    o->sections = o->symbols = o->relocations = true;
}

static bool select_dump(ObjdumpOptions *o, int option)
{
    switch (option) {
    case 'a': o->archive_header = true; return true;
    case 'f': o->file_header = true; return true;
    case 'p': o->private_headers = true; return true;
    case 'h': o->sections = true; return true;
    case 'x': select_all_headers(o); return true;
    case 's': o->contents = true; return true;
    case 't': o->symbols = true; return true;
    case 'T': o->dynamic_symbols = true; return true;
    case 'r': o->relocations = true; return true;
    case 'R': o->dynamic_relocations = true; return true;
    default: return false;
    }
}

static u64 address_argument(const char *text)
{
    u64 value;
    if (!parse_number(text, &value))
        die("bad number: %s", text);
    return value;
}

static void parse_objdump_options(ObjdumpOptions *o, int argc, char **argv)
{
    int option, known = 0;
    while ((option = getopt_long(argc, argv, "aCb:dDeE:fFgGhHiI:j:lLm:M:pP:rRsStTU:vVwW::xz",
                                 objdump_options, &known)) != -1) {
        if (select_dump(o, option))
            continue;
        switch (option) {
        case 'j': add_section_name(o, optarg); break;
        case 'w': o->wide = true; break;
        case 'F': o->file_offsets = true; break;
        case OBJDUMP_SPECIAL: o->special_symbols = true; break;
        case OBJDUMP_START: o->start = address_argument(optarg); break;
        case OBJDUMP_STOP: o->stop = address_argument(optarg); break;
        case 'C': case 'b': case 'm': case 'M': case 'E': case 'I': case 'l': case 'z': case 'U':
        case OBJDUMP_IGNORED: case OBJDUMP_IGNORED_VALUE: break;
        case 'd': case 'D': case 'S': case OBJDUMP_DISASSEMBLE:
            die("there is no disassembler in this objdump: use llvm-objdump, or let the compiler "
                "write assembly with -S");
        case 'W': die("-W/--dwarf is not supported: use llvm-dwarfdump");
        case 'g': case 'G': case 'e': case 'P': case 'L': case 'i':
            die("-%c is not supported", option);
        case OBJDUMP_UNSUPPORTED: die("--%s is not supported", objdump_options[known].name);
        case 'v': case 'V': print_version("objdump"); exit(0);
        case 'H': print_objdump_usage(stdout); exit(0);
        default: print_objdump_usage(stderr); exit(1);
        }
    }
}

/* "rw-r--r-- 0/0   8496 Jan  1 00:00 1970 a.o" */
static void print_member_header(const ArchiveMember *member, const char *name)
{
    char mode[10] = "---------", date[40] = "";
    for (int i = 0; i < 9; i++)
        if (member->mode & 0400u >> i)
            mode[i] = "rwxrwxrwx"[i];
    time_t when = (time_t)member->date;
    const struct tm *local = localtime(&when);
    if (local)
        strftime(date, sizeof date, "%b %e %H:%M %Y", local);
    printf("%s %" PRIu64 "/%" PRIu64 " %6" PRIu64 " %s %s\n", mode, member->uid, member->gid,
           member->size, date, name);
}

static void dump_object(const Input *input, void *context)
{
    const ObjdumpOptions *o = context;
    const Elf *elf = &input->elf;
    const char *name = input->member ? input->member : input->path;
    printf("\n%s:     file format %s\n", name, target_of(elf)->name);
    if (o->archive_header && input->header)
        print_member_header(input->header, name);
    else if (o->archive_header)
        printf("%s\n", name);
    if (o->file_header)
        dump_file_header(elf);
    if (o->private_headers)
        dump_private_headers(elf);
    printf("\n");
    if (o->sections)
        dump_section_headers(o, elf);
    if (o->symbols)
        dump_symbols(o, input, false);
    if (o->dynamic_symbols)
        dump_symbols(o, input, true);
    if (o->relocations)
        dump_relocations(o, elf);
    if (o->dynamic_relocations)
        dump_dynamic_relocations(input);
    if (o->contents)
        dump_contents(o, elf);
}

static void start_objdump_archive(const Archive *archive, void *context)
{
    (void)context;
    printf("In archive %s:\n", archive->path);
}

int objdump_main(int argc, char **argv)
{
    ObjdumpOptions options = {.stop = UINT64_MAX};
    parse_objdump_options(&options, argc, argv);
    if (!(options.archive_header || options.file_header || options.private_headers ||
          options.sections || options.symbols || options.dynamic_symbols ||
          options.relocations || options.dynamic_relocations || options.contents)) {
        print_objdump_usage(stderr);
        return 2;
    }
    InputVisitor visitor = {dump_object, start_objdump_archive, &options};
    if (optind == argc)
        visit_inputs("a.out", &visitor);
    for (int i = optind; i < argc; i++)
        visit_inputs(argv[i], &visitor);
    for (size_t i = 0; i < options.name_count; i++)
        if (!options.name_found[i])
            complain("section '%s' mentioned in a -j option, but not found in any input file",
                     options.names[i]);
    return exit_status;
}
