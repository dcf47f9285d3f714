/* Memory, byte buffers, messages and text helpers. */
#include "base.h"

#include <errno.h>
#include <stdarg.h>

const char *program_name = "binutils";
int exit_status;

static _Noreturn void out_of_memory(void)
{
    fflush(stdout);
    fprintf(stderr, "%s: out of memory\n", program_name);
    exit(1);
}

void *allocate(size_t size)
{
    void *memory = calloc(1, size ? size : 1);
    if (!memory)
        out_of_memory();
    return memory;
}

void *allocate_array(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    if (!memory)
        out_of_memory();
    return memory;
}

void *resize(void *old, size_t size)
{
    void *memory = realloc(old, size ? size : 1);
    if (!memory)
        out_of_memory();
    return memory;
}

char *copy_text(const char *text, size_t size)
{
    char *copy = allocate(size + 1);
    if (size)
        memcpy(copy, text, size);
    return copy;
}

char *format_text(const char *format, ...)
{
    va_list arguments;
    char *text;
    va_start(arguments, format);
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length < 0)
        out_of_memory();
    return text;
}

/* Output and messages may share one pipe; keep them in the order they were produced. */
static void print_message(const char *format, va_list arguments)
{
    fflush(stdout);
    fprintf(stderr, "%s: ", program_name);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
}

void warn(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_message(format, arguments);
    va_end(arguments);
}

void complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_message(format, arguments);
    va_end(arguments);
    exit_status = 1;
}

void die(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_message(format, arguments);
    va_end(arguments);
    exit(1);
}

static void buffer_reserve(Buffer *buffer, size_t more)
{
    if (more > SIZE_MAX / 4 - buffer->size)
        out_of_memory();
    if (buffer->size + more <= buffer->room)
        return;
    size_t room = buffer->room ? buffer->room : 256;
    while (room < buffer->size + more)
        room *= 2;
    buffer->data = resize(buffer->data, room);
    buffer->room = room;
}

void buffer_add(Buffer *buffer, const void *data, size_t size)
{
    if (!size)
        return;
    buffer_reserve(buffer, size);
    memcpy(buffer->data + buffer->size, data, size);
    buffer->size += size;
}

void buffer_fill(Buffer *buffer, int byte, size_t count)
{
    if (!count)
        return;
    buffer_reserve(buffer, count);
    memset(buffer->data + buffer->size, byte, count);
    buffer->size += count;
}

void buffer_align(Buffer *buffer, u64 alignment)
{
    if (alignment > 1 && buffer->size % alignment)
        buffer_fill(buffer, 0, alignment - buffer->size % alignment);
}

Span buffer_span(const Buffer *buffer)
{
    return span_of(buffer->data, buffer->size);
}

Span span_of(const void *data, size_t size)
{
    return (Span){.data = data, .size = size};
}

bool span_contains(Span whole, u64 offset, u64 size)
{
    return offset <= whole.size && size <= whole.size - offset;
}

Span span_slice(Span whole, u64 offset, u64 size)
{
    if (offset >= whole.size)
        return span_of(NULL, 0);
    u64 rest = whole.size - offset;
    return span_of(whole.data + offset, size < rest ? size : rest);
}

bool starts_with(const char *text, const char *prefix)
{
    return !strncmp(text, prefix, strlen(prefix));
}

bool ends_with(const char *text, const char *suffix)
{
    size_t size = strlen(text), tail = strlen(suffix);
    return size >= tail && !strcmp(text + size - tail, suffix);
}

const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool parse_number(const char *text, u64 *value)
{
    char *end;
    errno = 0;
    *value = strtoull(text, &end, 0);
    return *text && !*end && !errno;
}

static void merge_runs(u8 *items, u8 *scratch, size_t count, size_t size,
                       int (*compare)(const void *, const void *))
{
    if (count < 2)
        return;
    size_t left = count / 2, right = count - left;
    merge_runs(items, scratch, left, size, compare);
    merge_runs(items + left * size, scratch, right, size, compare);
    u8 *a = items, *b = items + left * size, *end = b + right * size, *out = scratch;
    while (a < items + left * size && b < end) {
        u8 **least = compare(a, b) <= 0 ? &a : &b;
        memcpy(out, *least, size);
        *least += size;
        out += size;
    }
    /* What is left of the right half is already in its place. */
    memcpy(out, a, (size_t)(items + left * size - a));
    out += items + left * size - a;
    memcpy(items, scratch, (size_t)(out - scratch));
}

void sort_stable(void *items, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    if (count < 2)
        return;
    u8 *scratch = allocate_array(count, size);
    merge_runs(items, scratch, count, size, compare);
    free(scratch);
}

/* libtool strips libraries only with a program that says "GNU strip". */
void print_version(const char *tool)
{
    printf("condax binutils (compatible with GNU %s) 2.40\n"
           "This program comes with condax under the BSD 3-clause licence, without any warranty.\n",
           tool);
}
