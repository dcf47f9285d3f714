/* Shared by nm.c (selection and order) and nm_print.c (columns). */
#ifndef CONDAX_BINUTILS_NM_H
#define CONDAX_BINUTILS_NM_H

#include "archive.h"
#include "sections.h"

typedef enum { NM_BSD, NM_POSIX, NM_SYSV, NM_JUST_SYMBOLS } NmFormat;
typedef enum { SORT_NAME, SORT_VALUE, SORT_SIZE, SORT_NONE } NmSort;

typedef struct {
    NmFormat format;
    NmSort sort;
    int radix;
    const char *ifunc_chars;
    bool debug_symbols, dynamic, external_only, undefined_only, defined_only, no_weak;
    bool special_symbols, reverse, file_per_symbol, print_size, print_index, quiet, many_files;
} NmOptions;

typedef struct {
    ElfSymbol symbol;
    const char *name, *suffix;
    u64 value, size;
    char letter;
} NmSymbol;

void nm_print_archive(const NmOptions *options, const Archive *archive);
void nm_print_heading(const NmOptions *options, const Input *input);
void nm_print_symbol(const NmOptions *options, const Input *input, const NmSymbol *symbol);

#endif
