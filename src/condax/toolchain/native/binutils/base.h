/* Memory, byte buffers, messages and file access shared by every tool.
 *
 * Nothing is freed: each tool is a short-lived process that reads its inputs once. */
#ifndef CONDAX_BINUTILS_BASE_H
#define CONDAX_BINUTILS_BASE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

/* Bytes that somebody else owns. */
typedef struct {
    const u8 *data;
    size_t size;
} Span;

/* Bytes that grow. */
typedef struct {
    u8 *data;
    size_t size, room;
} Buffer;

/* What messages start with: argv[0], as GNU binutils print it. */
extern const char *program_name;
/* The exit status so far; complain() sets it to 1. */
extern int exit_status;

/* For small functions with many callers that are hot in no tool: inlined everywhere they only
 * make the compiler slow. */
#define NOINLINE __attribute__((__noinline__))
#define PRINTF(text, first) __attribute__((__format__(__printf__, text, first)))

void *allocate(size_t size);
void *allocate_array(size_t count, size_t size);
void *resize(void *old, size_t size);
char *copy_text(const char *text, size_t size);
char *format_text(const char *format, ...) PRINTF(1, 2);

void warn(const char *format, ...) PRINTF(1, 2);
void complain(const char *format, ...) PRINTF(1, 2);
_Noreturn void die(const char *format, ...) PRINTF(1, 2);

void buffer_add(Buffer *buffer, const void *data, size_t size);
void buffer_fill(Buffer *buffer, int byte, size_t count);
void buffer_align(Buffer *buffer, u64 alignment);
Span buffer_span(const Buffer *buffer);

Span span_of(const void *data, size_t size);
/* The part of `whole` from `offset`, cut to what is there. */
Span span_slice(Span whole, u64 offset, u64 size);
bool span_contains(Span whole, u64 offset, u64 size);

bool starts_with(const char *text, const char *prefix);
bool ends_with(const char *text, const char *suffix);
/* `suffix` differs from `name` only in what follows the last slash. */
const char *base_name(const char *path);
/* Reads decimal, 0x and 0 octal like strtoull; false when anything is left over. */
bool parse_number(const char *text, u64 *value);

/* Sorts like qsort, and keeps equal items in their order. */
void sort_stable(void *items, size_t count, size_t size,
                 int (*compare)(const void *, const void *));

/* Maps or reads a file; false after a complaint in GNU's words. */
bool read_input(const char *path, Span *content);
/* Reads a file that an option names; dies when it cannot. */
Span read_needed(const char *path);
Span read_stream(FILE *stream);
/* Expands every @FILE argument in place, as all GNU binutils do. */
void expand_response_files(int *argc, char ***argv);

typedef struct {
    const char *path; /* where the result goes */
    bool in_place;    /* `path` is also the input */
    bool keep_times;
    unsigned mode;    /* permission bits for a new file */
    const char *input;
} OutputFile;

/* The permission bits that a new file gets when `mode` is asked for. */
unsigned masked_mode(unsigned mode);
/* Replaces or creates the file so that no reader ever sees half of it. */
bool write_output(const OutputFile *output, Span content);

void print_version(const char *tool);

#endif
