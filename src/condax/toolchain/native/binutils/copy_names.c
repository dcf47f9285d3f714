/* The names, patterns and NAME=VALUE pairs of strip's and objcopy's options. */
#include "copy.h"

#include <fnmatch.h>
#include <strings.h>

void add_name(NameList *list, const char *name)
{
    list->items = resize(list->items, (list->count + 1) * sizeof *list->items);
    list->items[list->count++] = name;
}

/* Calls `add(context, line)` for each line without comments and blanks around it. */
static void visit_lines(const char *path, void (*add)(void *, char *), void *context)
{
    Span text = read_needed(path);
    size_t at = 0;
    while (at < text.size) {
        size_t end = at;
        while (end < text.size && text.data[end] != '\n')
            end++;
        char *line = copy_text((const char *)text.data + at, end - at);
        at = end + 1;
        line += strspn(line, " \t\r");
        line[strcspn(line, "#\r")] = 0;
        size_t size = strlen(line);
        while (size && strchr(" \t", line[size - 1]))
            line[--size] = 0;
        if (*line)
            add(context, line);
    }
}

static void add_line(void *context, char *line)
{
    line[strcspn(line, " \t")] = 0;
    add_name(context, line);
}

void add_names_from_file(NameList *list, const char *path)
{
    visit_lines(path, add_line, list);
}

static void push_pair(PairList *list, const NamePair *pair)
{
    list->items = resize(list->items, (list->count + 1) * sizeof *list->items);
    list->items[list->count++] = *pair;
}

void add_pair(PairList *list, const char *text, const char *option)
{
    const char *equals = strchr(text, '=');
    if (!equals || equals == text || !equals[1])
        die("bad format for %s: '%s' is not NAME=VALUE", option, text);
    NamePair pair = {.name = copy_text(text, (size_t)(equals - text)), .value = equals + 1};
    push_pair(list, &pair);
}

static void add_redefinition(void *context, char *line)
{
    char *gap = line + strcspn(line, " \t");
    if (!*gap)
        die("redefine file: '%s' is not 'OLD NEW'", line);
    *gap++ = 0;
    gap += strspn(gap, " \t");
    NamePair pair = {.name = line, .value = gap};
    push_pair(context, &pair);
}

void add_redefinitions(PairList *list, const char *path)
{
    visit_lines(path, add_redefinition, list);
}

bool name_listed(const NameList *list, const char *name, bool wildcard)
{
    bool listed = false;
    for (size_t i = 0; i < list->count; i++) {
        const char *pattern = list->items[i];
        if (wildcard && pattern[0] == '!') {
            if (!fnmatch(pattern + 1, name, 0))
                return false;
        } else if (wildcard ? !fnmatch(pattern, name, 0) : !strcmp(pattern, name)) {
            listed = true;
        }
    }
    return listed;
}

NamePair *find_pair(const PairList *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (!strcmp(list->items[i].name, name)) {
            list->items[i].used = true;
            return &list->items[i];
        }
    return NULL;
}

unsigned parse_section_flags(const char *text)
{
    static const struct {
        const char *word;
        unsigned flags;
    } words[] = {
        {"alloc", SEC_ALLOC}, {"load", SEC_LOAD}, {"noload", SEC_NEVER_LOAD},
        {"readonly", SEC_READONLY}, {"debug", SEC_DEBUGGING}, {"code", SEC_CODE},
        {"data", SEC_DATA}, {"rom", SEC_ROM}, {"exclude", SEC_EXCLUDE}, {"share", 0},
        {"contents", SEC_CONTENTS}, {"merge", SEC_MERGE}, {"strings", SEC_STRINGS},
    };
    unsigned flags = 0;
    while (*text) {
        size_t size = strcspn(text, ","), i = 0, count = sizeof words / sizeof *words;
        while (i < count && (strlen(words[i].word) != size ||
                             strncasecmp(words[i].word, text, size)))
            i++;
        if (i == count)
            die("unrecognized section flag '%.*s'", (int)size, text);
        flags |= words[i].flags;
        text += size + (text[size] == ',');
    }
    return flags;
}
