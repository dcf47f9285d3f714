/* The command lines of strip and objcopy. */
#include "copy.h"
#include "targets.h"
#include "tools.h"

#include <getopt.h>

enum {
    /* Long options without a letter, shared by both tools where both have them. */
    ONLY_KEEP_DEBUG = 256, STRIP_UNNEEDED_ALL, STRIP_DWO_SECTIONS, EXTRACT_DWO, KEEP_SECTION,
    KEEP_SECTION_SYMBOLS, KEEP_FILE_SYMBOLS, REMOVE_RELOCATIONS, IGNORED, IGNORED_VALUE,
    MERGE_NOTES, UNSUPPORTED, UNSUPPORTED_VALUE,
    /* objcopy only */
    ADD_DEBUG_LINK, ADD_SECTION, UPDATE_SECTION, DUMP_SECTION, RENAME_SECTION, SET_FLAGS,
    SET_ALIGNMENT, REDEFINE, REDEFINE_FILE, STRIP_FILE, STRIP_UNNEEDED_SYMBOL,
    STRIP_UNNEEDED_FILE, KEEP_FILE, LOCALIZE_FILE, LOCALIZE_HIDDEN, GLOBALIZE, GLOBALIZE_FILE,
    KEEP_GLOBAL_FILE, WEAKEN_ALL, WEAKEN_FILE, PREFIX_SYMBOLS, PREFIX_SECTIONS, PREFIX_ALLOC,
    GAP_FILL, PAD_TO, SET_START, CHANGE_START, COMPRESS, DECOMPRESS, COMMON_TYPE,
};

#define COMMON_OPTIONS \
    {"input-target", required_argument, NULL, 'I'}, \
    {"output-target", required_argument, NULL, 'O'}, \
    {"target", required_argument, NULL, 'F'}, \
    {"preserve-dates", no_argument, NULL, 'p'}, \
    {"enable-deterministic-archives", no_argument, NULL, 'D'}, \
    {"disable-deterministic-archives", no_argument, NULL, 'U'}, \
    {"remove-section", required_argument, NULL, 'R'}, \
    {"remove-relocations", required_argument, NULL, REMOVE_RELOCATIONS}, \
    {"strip-debug", no_argument, NULL, 'g'}, \
    {"strip-dwo", no_argument, NULL, STRIP_DWO_SECTIONS}, \
    {"strip-unneeded", no_argument, NULL, STRIP_UNNEEDED_ALL}, \
    {"only-keep-debug", no_argument, NULL, ONLY_KEEP_DEBUG}, \
    {"merge-notes", no_argument, NULL, MERGE_NOTES}, \
    {"no-merge-notes", no_argument, NULL, IGNORED}, \
    {"strip-symbol", required_argument, NULL, 'N'}, \
    {"keep-section", required_argument, NULL, KEEP_SECTION}, \
    {"keep-symbol", required_argument, NULL, 'K'}, \
    {"keep-section-symbols", no_argument, NULL, KEEP_SECTION_SYMBOLS}, \
    {"keep-file-symbols", no_argument, NULL, KEEP_FILE_SYMBOLS}, \
    {"wildcard", no_argument, NULL, 'w'}, \
    {"discard-all", no_argument, NULL, 'x'}, \
    {"discard-locals", no_argument, NULL, 'X'}, \
    {"verbose", no_argument, NULL, 'v'}, \
    {"version", no_argument, NULL, 'V'}, \
    {"help", no_argument, NULL, 'h'}, \
    {"info", no_argument, NULL, UNSUPPORTED}

static const struct option strip_options[] = {
    COMMON_OPTIONS,
    {"strip-all", no_argument, NULL, 's'},
    {0},
};

static const struct option objcopy_options[] = {
    COMMON_OPTIONS,
    {"binary-architecture", required_argument, NULL, 'B'},
    {"strip-all", no_argument, NULL, 'S'},
    {"only-section", required_argument, NULL, 'j'},
    {"add-gnu-debuglink", required_argument, NULL, ADD_DEBUG_LINK},
    {"extract-dwo", no_argument, NULL, EXTRACT_DWO},
    {"strip-symbols", required_argument, NULL, STRIP_FILE},
    {"strip-unneeded-symbol", required_argument, NULL, STRIP_UNNEEDED_SYMBOL},
    {"strip-unneeded-symbols", required_argument, NULL, STRIP_UNNEEDED_FILE},
    {"keep-symbols", required_argument, NULL, KEEP_FILE},
    {"localize-hidden", no_argument, NULL, LOCALIZE_HIDDEN},
    {"localize-symbol", required_argument, NULL, 'L'},
    {"localize-symbols", required_argument, NULL, LOCALIZE_FILE},
    {"globalize-symbol", required_argument, NULL, GLOBALIZE},
    {"globalize-symbols", required_argument, NULL, GLOBALIZE_FILE},
    {"keep-global-symbol", required_argument, NULL, 'G'},
    {"keep-global-symbols", required_argument, NULL, KEEP_GLOBAL_FILE},
    {"weaken-symbol", required_argument, NULL, 'W'},
    {"weaken-symbols", required_argument, NULL, WEAKEN_FILE},
    {"weaken", no_argument, NULL, WEAKEN_ALL},
    {"add-section", required_argument, NULL, ADD_SECTION},
    {"update-section", required_argument, NULL, UPDATE_SECTION},
    {"dump-section", required_argument, NULL, DUMP_SECTION},
    {"rename-section", required_argument, NULL, RENAME_SECTION},
    {"set-section-flags", required_argument, NULL, SET_FLAGS},
    {"set-section-alignment", required_argument, NULL, SET_ALIGNMENT},
    {"redefine-sym", required_argument, NULL, REDEFINE},
    {"redefine-syms", required_argument, NULL, REDEFINE_FILE},
    {"prefix-symbols", required_argument, NULL, PREFIX_SYMBOLS},
    {"prefix-sections", required_argument, NULL, PREFIX_SECTIONS},
    {"prefix-alloc-sections", required_argument, NULL, PREFIX_ALLOC},
    {"gap-fill", required_argument, NULL, GAP_FILL},
    {"pad-to", required_argument, NULL, PAD_TO},
    {"set-start", required_argument, NULL, SET_START},
    {"change-start", required_argument, NULL, CHANGE_START},
    {"adjust-start", required_argument, NULL, CHANGE_START},
    {"compress-debug-sections", optional_argument, NULL, COMPRESS},
    {"decompress-debug-sections", no_argument, NULL, DECOMPRESS},
    {"elf-stt-common", required_argument, NULL, COMMON_TYPE},
    /* ELF symbols have no leading character, and only COFF has long section names. */
    {"change-leading-char", no_argument, NULL, IGNORED},
    {"remove-leading-char", no_argument, NULL, IGNORED},
    {"long-section-names", required_argument, NULL, IGNORED_VALUE},
    {"change-warnings", no_argument, NULL, IGNORED},
    {"no-change-warnings", no_argument, NULL, IGNORED},
    {"adjust-warnings", no_argument, NULL, IGNORED},
    {"no-adjust-warnings", no_argument, NULL, IGNORED},
    {"debugging", no_argument, NULL, UNSUPPORTED},
    {"extract-symbol", no_argument, NULL, UNSUPPORTED},
    {"interleave", optional_argument, NULL, UNSUPPORTED},
    {"interleave-width", required_argument, NULL, UNSUPPORTED_VALUE},
    {"byte", required_argument, NULL, UNSUPPORTED_VALUE},
    {"change-addresses", required_argument, NULL, UNSUPPORTED_VALUE},
    {"adjust-vma", required_argument, NULL, UNSUPPORTED_VALUE},
    {"change-section-address", required_argument, NULL, UNSUPPORTED_VALUE},
    {"adjust-section-vma", required_argument, NULL, UNSUPPORTED_VALUE},
    {"change-section-lma", required_argument, NULL, UNSUPPORTED_VALUE},
    {"change-section-vma", required_argument, NULL, UNSUPPORTED_VALUE},
    {"reverse-bytes", required_argument, NULL, UNSUPPORTED_VALUE},
    {"srec-len", required_argument, NULL, UNSUPPORTED_VALUE},
    {"srec-forceS3", no_argument, NULL, UNSUPPORTED},
    {"add-symbol", required_argument, NULL, UNSUPPORTED_VALUE},
    {"alt-machine-code", required_argument, NULL, UNSUPPORTED_VALUE},
    {"writable-text", no_argument, NULL, UNSUPPORTED},
    {"readonly-text", no_argument, NULL, UNSUPPORTED},
    {"pure", no_argument, NULL, UNSUPPORTED},
    {"impure", no_argument, NULL, UNSUPPORTED},
    {"verilog-data-width", required_argument, NULL, UNSUPPORTED_VALUE},
    {0},
};

static void print_copy_usage(const CopyOptions *o, FILE *stream)
{
    bool strip = !strcmp(o->tool, "strip");
    fprintf(stream,
            strip ? "Usage: %s <option(s)> in-file(s)\n"
                    " Removes symbols and sections from files\n"
                  : "Usage: %s [option(s)] in-file [out-file]\n"
                    " Copies a binary file, possibly transforming it in the process\n",
            program_name);
    fprintf(stream, " The options are GNU %s's:\n", o->tool);
    const struct option *known = strip ? strip_options : objcopy_options;
    for (; known->name; known++)
        if (known->val != UNSUPPORTED && known->val != UNSUPPORTED_VALUE)
            fprintf(stream, "  --%s%s\n", known->name, known->has_arg ? " <value>" : "");
}

static void set_target(CopyOptions *o, bool input, bool output)
{
    static const char *const foreign[] = {"srec", "ihex", "verilog", "symbolsrec", "tekhex"};
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        if (!strcmp(optarg, foreign[i]))
            die("target %s is not supported: only ELF targets and binary are", optarg);
    if (strcmp(optarg, "binary") && !find_target(optarg))
        die("%s: invalid bfd target", optarg);
    if (input)
        o->input_target = optarg;
    if (output)
        o->output_target = optarg;
}

static bool set_strip(CopyOptions *o, int option)
{
    switch (option) {
    case 'g': o->strip = STRIP_DEBUG; return true;
    case STRIP_UNNEEDED_ALL: o->strip = STRIP_UNNEEDED; return true;
    case ONLY_KEEP_DEBUG: o->strip = STRIP_TO_DEBUG; return true;
    case STRIP_DWO_SECTIONS: o->strip = STRIP_DWO; return true;
    case EXTRACT_DWO: o->strip = STRIP_TO_DWO; return true;
    case 'x': o->discard = DISCARD_LOCALS; return true;
    case 'X': o->discard = DISCARD_LABELS; return true;
    default: return false;
    }
}

static bool set_common(CopyOptions *o, int option)
{
    switch (option) {
    case 'I': set_target(o, true, false); return true;
    case 'O': set_target(o, false, true); return true;
    case 'F': set_target(o, true, true); return true;
    case 'p': o->keep_times = true; return true;
    case 'D': o->keep_archive_dates = false; return true;
    case 'U': o->keep_archive_dates = true; return true;
    case 'R': add_name(&o->remove_sections, optarg); return true;
    case REMOVE_RELOCATIONS: add_name(&o->remove_relocations, optarg); return true;
    case 'N': add_name(&o->strip_symbols, optarg); return true;
    case 'K': add_name(&o->keep_symbols, optarg); return true;
    case KEEP_SECTION: add_name(&o->keep_sections, optarg); return true;
    case KEEP_SECTION_SYMBOLS: o->keep_section_symbols = true; return true;
    case KEEP_FILE_SYMBOLS: o->keep_file_symbols = true; return true;
    case 'w': o->wildcard = true; return true;
    case 'v': o->verbose = true; return true;
    case 'M': case MERGE_NOTES:
        warn("warning: --merge-notes: notes are copied as they are");
        return true;
    case IGNORED: case IGNORED_VALUE: return true;
    default: return false;
    }
}

static _Noreturn void refuse(const CopyOptions *o, int option, const struct option *known)
{
    if (known && (option == UNSUPPORTED || option == UNSUPPORTED_VALUE))
        die("--%s is not supported by this %s", known->name, o->tool);
    if (option == 'V') {
        print_version(o->tool);
        exit(0);
    }
    print_copy_usage(o, option == 'h' ? stdout : stderr);
    exit(option == 'h' ? 0 : 1);
}

int strip_main(int argc, char **argv)
{
    CopyOptions o = {.tool = "strip"};
    int option, known = 0;
    while ((option = getopt_long(argc, argv, "I:O:F:K:MN:R:o:sSpdgxXHhVvwDU", strip_options,
                                 &known)) != -1) {
        if (option == 's')
            o.strip = STRIP_ALL;
        else if (option == 'o')
            o.output = optarg;
        else if (!set_strip(&o, option == 'S' || option == 'd' ? 'g' : option) &&
                 !set_common(&o, option))
            refuse(&o, option == 'H' ? 'h' : option, &strip_options[known]);
    }
    if (optind == argc) {
        print_copy_usage(&o, stderr);
        return 1;
    }
    if (o.output && argc - optind > 1)
        die("-o names one file, but there are %d to strip", argc - optind);
    /* As in GNU strip, naming single symbols strips nothing else. */
    if (o.strip == STRIP_NOTHING && o.discard == DISCARD_UNSET && !o.strip_symbols.count)
        o.strip = STRIP_ALL;
    for (int i = optind; i < argc; i++)
        copy_file(&o, argv[i], o.output);
    return exit_status;
}

static bool set_lists(CopyOptions *o, int option)
{
    switch (option) {
    case 'j': add_name(&o->only_sections, optarg); return true;
    case 'L': add_name(&o->localize, optarg); return true;
    case 'G': add_name(&o->keep_global, optarg); return true;
    case 'W': add_name(&o->weaken, optarg); return true;
    case GLOBALIZE: add_name(&o->globalize, optarg); return true;
    case STRIP_UNNEEDED_SYMBOL: add_name(&o->strip_unneeded, optarg); return true;
    case STRIP_FILE: add_names_from_file(&o->strip_symbols, optarg); return true;
    case STRIP_UNNEEDED_FILE: add_names_from_file(&o->strip_unneeded, optarg); return true;
    case KEEP_FILE: add_names_from_file(&o->keep_symbols, optarg); return true;
    case LOCALIZE_FILE: add_names_from_file(&o->localize, optarg); return true;
    case GLOBALIZE_FILE: add_names_from_file(&o->globalize, optarg); return true;
    case KEEP_GLOBAL_FILE: add_names_from_file(&o->keep_global, optarg); return true;
    case WEAKEN_FILE: add_names_from_file(&o->weaken, optarg); return true;
    case REDEFINE_FILE: add_redefinitions(&o->redefine, optarg); return true;
    default: return false;
    }
}

/* "OLD=NEW,alloc,readonly": the flags follow the first comma. */
static void add_rename(CopyOptions *o)
{
    add_pair(&o->rename_sections, optarg, "--rename-section");
    NamePair *pair = &o->rename_sections.items[o->rename_sections.count - 1];
    const char *comma = strchr(pair->value, ',');
    if (comma) {
        pair->flags = comma + 1;
        pair->value = copy_text(pair->value, (size_t)(comma - pair->value));
        parse_section_flags(pair->flags);
    }
}

static bool set_pairs(CopyOptions *o, int option)
{
    switch (option) {
    case ADD_SECTION: add_pair(&o->add_sections, optarg, "--add-section"); return true;
    case UPDATE_SECTION: add_pair(&o->update_sections, optarg, "--update-section"); return true;
    case DUMP_SECTION: add_pair(&o->dump_sections, optarg, "--dump-section"); return true;
    case RENAME_SECTION: add_rename(o); return true;
    case SET_FLAGS: add_pair(&o->set_flags, optarg, "--set-section-flags"); return true;
    case SET_ALIGNMENT:
        add_pair(&o->set_alignment, optarg, "--set-section-alignment");
        return true;
    case REDEFINE: add_pair(&o->redefine, optarg, "--redefine-sym"); return true;
    default: return false;
    }
}

static u64 number_argument(const char *option)
{
    u64 value;
    if (!parse_number(optarg, &value))
        die("bad number for %s: %s", option, optarg);
    return value;
}

static bool set_values(CopyOptions *o, int option)
{
    switch (option) {
    case 'S': o->strip = STRIP_ALL; return true;
    case 'B': o->architecture = optarg; return true;
    case ADD_DEBUG_LINK: o->debug_link = optarg; return true;
    case LOCALIZE_HIDDEN: o->localize_hidden = true; return true;
    case WEAKEN_ALL: o->weaken_all = true; return true;
    case PREFIX_SYMBOLS: o->prefix_symbols = optarg; return true;
    case PREFIX_SECTIONS: o->prefix_sections = optarg; return true;
    case PREFIX_ALLOC: o->prefix_alloc_sections = optarg; return true;
    case GAP_FILL: o->gap_fill = (u8)number_argument("--gap-fill"); return true;
    case PAD_TO: o->pad_to = number_argument("--pad-to"); o->has_pad = true; return true;
    case SET_START: o->start_address = optarg; return true;
    case CHANGE_START: o->change_start = optarg; return true;
    case DECOMPRESS: o->decompress = true; return true;
    case COMPRESS:
        if (!optarg || strcmp(optarg, "none"))
            die("--compress-debug-sections is not supported, only --compress-debug-sections=none");
        o->decompress = true;
        return true;
    case COMMON_TYPE:
        if (strcmp(optarg, "no"))
            die("--elf-stt-common=%s is not supported", optarg);
        return true;
    default: return false;
    }
}

/* Options that mean nothing for the kind of output asked for would be dropped silently. */
static void check_combination(const CopyOptions *o)
{
    bool to_binary = o->output_target && !strcmp(o->output_target, "binary");
    bool from_binary = o->input_target && !strcmp(o->input_target, "binary");
    if (!to_binary && (o->has_pad || o->gap_fill))
        die("--pad-to and --gap-fill need -O binary");
    if (to_binary && (o->debug_link || o->strip == STRIP_TO_DEBUG))
        die("-O binary has no place for debugging information");
    if (o->architecture && !from_binary && !is_architecture(o->architecture))
        die("architecture %s unknown", o->architecture);
}

int objcopy_main(int argc, char **argv)
{
    CopyOptions o = {.tool = "objcopy"};
    int option, known = 0;
    while ((option = getopt_long(argc, argv, "B:DF:G:HI:j:K:L:MN:O:R:SUVW:XdghpvVwxi::b:",
                                 objcopy_options, &known)) != -1) {
        if (option == 'i' || option == 'b')
            die("-%c is not supported by this objcopy", option);
        if (!set_strip(&o, option) && !set_lists(&o, option) && !set_pairs(&o, option) &&
            !set_values(&o, option) && !set_common(&o, option))
            refuse(&o, option == 'H' ? 'h' : option, &objcopy_options[known]);
    }
    if (optind == argc || argc - optind > 2) {
        print_copy_usage(&o, stderr);
        return 1;
    }
    check_combination(&o);
    copy_file(&o, argv[optind], optind + 1 < argc ? argv[optind + 1] : NULL);
    return exit_status;
}
