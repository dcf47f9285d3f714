/* strip and objcopy: what to change (CopyOptions) and the object being changed (CopyObject). */
#ifndef CONDAX_BINUTILS_COPY_H
#define CONDAX_BINUTILS_COPY_H

#include "archive.h"
#include "sections.h"

/* Names or patterns given on the command line. */
typedef struct {
    const char **items;
    size_t count;
} NameList;

/* "NAME=VALUE[,flags]" arguments, in order. */
typedef struct {
    const char *name, *value, *flags;
    bool used;
} NamePair;

typedef struct {
    NamePair *items;
    size_t count;
} PairList;

typedef enum {
    STRIP_NOTHING, STRIP_DEBUG, STRIP_UNNEEDED, STRIP_ALL, STRIP_TO_DEBUG, STRIP_DWO,
    STRIP_TO_DWO,
} StripMode;

typedef enum { DISCARD_UNSET, DISCARD_NONE, DISCARD_LABELS, DISCARD_LOCALS } DiscardMode;

typedef struct {
    const char *tool;
    StripMode strip;
    DiscardMode discard;
    NameList remove_sections, only_sections, keep_sections, remove_relocations;
    NameList strip_symbols, strip_unneeded, keep_symbols;
    NameList localize, globalize, keep_global, weaken;
    PairList rename_sections, set_flags, set_alignment, add_sections, update_sections;
    PairList dump_sections, redefine;
    const char *prefix_symbols, *prefix_sections, *prefix_alloc_sections;
    const char *input_target, *output_target, *architecture, *debug_link, *output;
    const char *start_address, *change_start;
    u64 pad_to;
    u8 gap_fill;
    bool has_pad, wildcard, weaken_all, localize_hidden, keep_file_symbols;
    bool keep_section_symbols, keep_times, keep_archive_dates, verbose, decompress;
} CopyOptions;

typedef struct {
    ElfSection header; /* type, flags, link and info still hold input values */
    Span data;
    u32 index;    /* in the output; 0 when removed */
    bool removed, changed;
    bool is_new;  /* `header.link` and `.info` are output values already */
} CopySection;

typedef struct {
    ElfSymbol symbol;
    bool keep, used;
    u32 index; /* in the output */
} CopySymbol;

typedef struct {
    const CopyOptions *options;
    const Elf *in;
    CopySection *sections; /* as numbered in the input, then added ones; [0] is the null section */
    u32 count;
    CopySymbol *symbols;   /* [0] is the null symbol */
    size_t symbol_count;
    u32 symbol_table;      /* section index, 0 when there is none */
    ElfSegment *segments;
    u64 entry;
    u32 output_count;      /* sections in the output, the null section included */
} CopyObject;

/* Copies one object; false after a complaint, with nothing useful in `out`. */
bool copy_object(const CopyOptions *options, const Elf *in, Buffer *out);

/* copy_sections.c */
void copy_choose_sections(CopyObject *object);
bool copy_edit_sections(CopyObject *object);
void copy_drop_dependents(CopyObject *object);
CopySection *copy_add_section(CopyObject *object, const char *name, Span data);
bool is_linked(const CopyObject *object);

/* copy_symbols.c */
bool copy_choose_symbols(CopyObject *object);
void copy_number_symbols(CopyObject *object);

/* copy_tables.c: contents that hold section or symbol numbers. */
bool copy_rewrite_tables(CopyObject *object);

/* copy_write.c */
void copy_write(CopyObject *object, Buffer *out);

/* copy_from_binary.c */
void copy_from_binary(const CopyOptions *options, Span content, const char *path, Buffer *out);

/* copy_to_binary.c */
void copy_to_binary(CopyObject *object, Buffer *out);

/* copy_files.c */
void copy_file(const CopyOptions *options, const char *input, const char *output);

/* copy_names.c */
void add_name(NameList *list, const char *name);
void add_names_from_file(NameList *list, const char *path);
void add_pair(PairList *list, const char *text, const char *option);
void add_redefinitions(PairList *list, const char *path);
/* `name` is in the list; patterns count when `wildcard`, and "!pattern" takes names out again. */
bool name_listed(const NameList *list, const char *name, bool wildcard);
NamePair *find_pair(const PairList *list, const char *name);
/* Parses "alloc,load,readonly"; dies on an unknown word. */
unsigned parse_section_flags(const char *text);

#endif
