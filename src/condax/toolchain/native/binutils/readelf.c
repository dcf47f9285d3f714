/* readelf: options and files. */
#include "readelf_tables.h"
#include "targets.h"
#include "tools.h"

#include <getopt.h>

enum { READELF_DYN_SYMS = 256, READELF_IGNORED, READELF_IGNORED_VALUE, READELF_UNSUPPORTED };

static const struct option readelf_options[] = {
    {"all", no_argument, NULL, 'a'},
    {"file-header", no_argument, NULL, 'h'},
    {"program-headers", no_argument, NULL, 'l'},
    {"segments", no_argument, NULL, 'l'},
    {"section-headers", no_argument, NULL, 'S'},
    {"sections", no_argument, NULL, 'S'},
    {"section-groups", no_argument, NULL, 'g'},
    {"section-details", no_argument, NULL, 't'},
    {"headers", no_argument, NULL, 'e'},
    {"syms", no_argument, NULL, 's'},
    {"symbols", no_argument, NULL, 's'},
    {"dyn-syms", no_argument, NULL, READELF_DYN_SYMS},
    {"demangle", optional_argument, NULL, 'C'},
    {"no-demangle", no_argument, NULL, READELF_IGNORED},
    {"recurse-limit", no_argument, NULL, READELF_IGNORED},
    {"no-recurse-limit", no_argument, NULL, READELF_IGNORED},
    {"notes", no_argument, NULL, 'n'},
    {"relocs", no_argument, NULL, 'r'},
    {"unwind", no_argument, NULL, 'u'},
    {"dynamic", no_argument, NULL, 'd'},
    {"version-info", no_argument, NULL, 'V'},
    {"arch-specific", no_argument, NULL, 'A'},
    {"archive-index", no_argument, NULL, 'c'},
    {"lint", no_argument, NULL, READELF_IGNORED},
    {"enable-checks", no_argument, NULL, READELF_IGNORED},
    {"hex-dump", required_argument, NULL, 'x'},
    {"string-dump", required_argument, NULL, 'p'},
    {"histogram", no_argument, NULL, 'I'},
    {"wide", no_argument, NULL, 'W'},
    {"silent-truncation", no_argument, NULL, 'T'},
    {"help", no_argument, NULL, 'H'},
    {"version", no_argument, NULL, 'v'},
    {"relocated-dump", required_argument, NULL, READELF_UNSUPPORTED},
    {"use-dynamic", no_argument, NULL, 'D'},
    {"lto-syms", no_argument, NULL, READELF_UNSUPPORTED},
    {"sym-base", required_argument, NULL, READELF_UNSUPPORTED},
    {"decompress", no_argument, NULL, READELF_UNSUPPORTED},
    {"debug-dump", optional_argument, NULL, 'w'},
    {"process-links", no_argument, NULL, READELF_UNSUPPORTED},
    {"dwarf-depth", required_argument, NULL, READELF_IGNORED_VALUE},
    {"dwarf-start", required_argument, NULL, READELF_IGNORED_VALUE},
    {"ctf", required_argument, NULL, READELF_UNSUPPORTED},
    {"sframe", optional_argument, NULL, READELF_UNSUPPORTED},
    {"unicode", required_argument, NULL, READELF_IGNORED_VALUE},
    {0},
};

static void print_readelf_usage(FILE *stream)
{
    fprintf(stream,
            "Usage: readelf <option(s)> elf-file(s)\n"
            " Display information about the contents of ELF format files\n"
            "  -a -h -l -S -g -t -e -s --dyn-syms -n -r -u -d -V -A -c -x -p -I -W -T and their\n"
            "  long forms are those of GNU readelf; -C is accepted, names are printed as they\n"
            "  are stored.\n");
}

static void add_dump(ReadelfOptions *o, char kind)
{
    o->dumps = resize(o->dumps, (o->dump_count + 1) * sizeof *o->dumps);
    o->dumps[o->dump_count++] = (DumpRequest){optarg, kind};
}

static void select_all(ReadelfOptions *o)
{
    o->header = o->segments = o->sections = o->groups = o->symbols = o->dynamic = true;
    o->relocations = o->versions = o->notes = o->histogram = o->attributes = o->unwind = true;
    o->all = true;
}

static bool select_table(ReadelfOptions *o, int option)
{
    switch (option) {
    case 'a': select_all(o); return true;
    case 'h': o->header = true; return true;
    case 'l': o->segments = true; return true;
    case 'S': o->sections = true; return true;
    case 't': o->sections = o->details = true; return true;
    case 'g': o->groups = true; return true;
    case 'e': o->header = o->segments = o->sections = true; return true;
    case 's': o->symbols = true; return true;
    case READELF_DYN_SYMS: o->dynamic_symbols = true; return true;
    case 'd': o->dynamic = true; return true;
    case 'r': o->relocations = true; return true;
    case 'V': o->versions = true; return true;
    case 'n': o->notes = true; return true;
    case 'I': o->histogram = true; return true;
    case 'A': o->attributes = true; return true;
    case 'u': o->unwind = true; return true;
    case 'c': o->archive_index = true; return true;
    case 'x': case 'p': add_dump(o, (char)option); return true;
    default: return false;
    }
}

static bool selects_anything(const ReadelfOptions *o)
{
    return o->header || o->segments || o->sections || o->groups || o->symbols ||
           o->dynamic_symbols || o->dynamic || o->relocations || o->versions || o->notes ||
           o->histogram || o->attributes || o->unwind || o->archive_index || o->dump_count;
}

static void parse_readelf_options(ReadelfOptions *o, int argc, char **argv)
{
    int option, known = 0;
    while ((option = getopt_long(argc, argv, "ACDHILPR:STU:VWacdeghi:lnp:rstuvw::x:z",
                                 readelf_options, &known)) != -1) {
        if (select_table(o, option))
            continue;
        switch (option) {
        case 'W': o->wide = true; break;
        case 'T': o->silent_truncation = true; break;
        case 'C': case 'L': case 'U': case READELF_IGNORED: case READELF_IGNORED_VALUE: break;
        case 'v': print_version("readelf"); exit(0);
        case 'H': print_readelf_usage(stdout); exit(0);
        case 'w': die("-w/--debug-dump is not supported: use llvm-dwarfdump");
        case 'D': die("-D/--use-dynamic is not supported");
        case 'P': case 'R': case 'z': case 'i': die("-%c is not supported", option);
        case READELF_UNSUPPORTED: die("--%s is not supported", readelf_options[known].name);
        default: print_readelf_usage(stderr); exit(1);
        }
    }
}

static void print_unwind(const Elf *elf)
{
    u16 machine = elf->header.machine;
    if (machine == EM_386 || machine == EM_X86_64 || machine == EM_PPC)
        printf("No processor specific unwind information to decode\n");
    else if (machine == EM_AARCH64 || machine == EM_PPC64 || machine == EM_RISCV ||
             machine == EM_S390)
        printf("\nThe decoding of unwind sections for machine type %s is not currently "
               "supported.\n", machine_name(machine));
}

static void print_object(const ReadelfOptions *o, const Elf *elf)
{
    if (o->header)
        print_file_header(elf);
    if (elf->sections_truncated)
        readelf_error("Reading section headers extends past end of file");
    if (o->sections)
        print_section_table(o, elf);
    if (o->groups)
        print_groups(elf);
    if (o->segments)
        print_segment_table(o, elf);
    if (o->dynamic)
        print_dynamic_section(elf);
    if (o->relocations)
        print_relocations(o, elf);
    if (o->unwind)
        print_unwind(elf);
    if (o->symbols || o->dynamic_symbols)
        print_symbol_tables(o, elf);
    if (o->dump_count)
        print_dumps(o, elf);
    if (o->histogram)
        print_histograms(elf);
    if (o->versions)
        print_version_sections(elf);
    if (o->notes)
        print_notes(o, elf);
    if (o->attributes)
        print_attributes(elf);
}

static void read_object(const ReadelfOptions *o, Span file, const char *path)
{
    Elf elf;
    if (file.size < 4 || memcmp(file.data, "\177ELF", 4)) {
        readelf_error("Not an ELF file - it has the wrong magic bytes at the start");
        return;
    }
    if (!elf_open(&elf, file, path)) {
        readelf_error("%s: Failed to read file header", path);
        return;
    }
    print_object(o, &elf);
}

static void read_archive(const ReadelfOptions *o, Span file, const char *path)
{
    Archive archive;
    archive_open(&archive, file, path);
    if (o->archive_index) {
        print_archive_index(&archive);
        ReadelfOptions rest = *o;
        rest.archive_index = false;
        if (!selects_anything(&rest))
            return;
    }
    for (size_t i = 0; i < archive.count; i++) {
        const ArchiveMember *member = &archive.members[i];
        const char *name = format_text(archive.thin ? "%s[%s]" : "%s(%s)", path,
                                       archive.thin ? base_name(member->name) : member->name);
        printf("\nFile: %s\n", name);
        if (member->missing)
            readelf_error("'%s': No such file", member->name);
        else
            read_object(o, member->data, name);
    }
    if (archive.malformed)
        readelf_error("%s: malformed archive", path);
}

static void read_file(const ReadelfOptions *o, const char *path, bool many)
{
    Span file;
    if (!read_input(path, &file))
        return;
    if (is_archive(file)) {
        read_archive(o, file, path);
        return;
    }
    if (many)
        printf("\nFile: %s\n", path);
    if (file.size < 4)
        readelf_error("%s: Failed to read file's magic number", path);
    else if (o->archive_index)
        readelf_error("File %s is not an archive so its index cannot be displayed.", path);
    else
        read_object(o, file, path);
}

int readelf_main(int argc, char **argv)
{
    ReadelfOptions options = {0};
    parse_readelf_options(&options, argc, argv);
    if (optind == argc || !selects_anything(&options)) {
        readelf_warning("Nothing to do.");
        print_readelf_usage(stderr);
        return 1;
    }
    for (int i = optind; i < argc; i++)
        read_file(&options, argv[i], argc - optind > 1);
    return exit_status;
}
