/* readelf: what the printers of tables share. */
#include "readelf_tables.h"
#include "tools.h"

#include <stdarg.h>

static void print_readelf_message(const char *kind, const char *format, va_list arguments)
{
    fflush(stdout);
    fprintf(stderr, "readelf: %s: ", kind);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
}

void readelf_error(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_readelf_message("Error", format, arguments);
    va_end(arguments);
    exit_status = 1;
}

void readelf_warning(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_readelf_message("Warning", format, arguments);
    va_end(arguments);
}

void print_symbol_name(const ReadelfOptions *o, int width, const char *name)
{
    int size = (int)strlen(name), room = width < 0 ? -width : width;
    if (o->wide || size <= room) {
        printf("%s", name);
        if (width < 0 && size < room)
            printf("%*s", room - size, "");
        return;
    }
    if (o->silent_truncation) {
        printf("%.*s", room, name);
        return;
    }
    int shown = room > 5 ? room - 5 : 0;
    printf("%.*s[...]", shown, name);
}
