/* Builds an ELF string table in which names share their common endings. */
#include "strtab.h"

size_t string_add(StringTable *table, const char *text)
{
    if (table->count == table->room) {
        table->room = table->room ? table->room * 2 : 256;
        table->entries = resize(table->entries, table->room * sizeof *table->entries);
    }
    table->entries[table->count] = (StringEntry){text, strlen(text), 0};
    return table->count++;
}

/* Orders by the text read backwards, longer texts first when one ends with the other. */
static int compare_endings(const void *left, const void *right)
{
    const StringEntry *a = *(StringEntry *const *)left, *b = *(StringEntry *const *)right;
    size_t i = a->size, j = b->size;
    while (i && j) {
        unsigned char x = (unsigned char)a->text[--i], y = (unsigned char)b->text[--j];
        if (x != y)
            return x < y ? -1 : 1;
    }
    return (j > i) - (j < i);
}

static bool is_ending(const StringEntry *whole, const StringEntry *part)
{
    return whole->size >= part->size &&
           !memcmp(whole->text + whole->size - part->size, part->text, part->size);
}

void string_build(StringTable *table)
{
    StringEntry **order = allocate_array(table->count, sizeof *order);
    for (size_t i = 0; i < table->count; i++)
        order[i] = &table->entries[i];
    sort_stable(order, table->count, sizeof *order, compare_endings);
    buffer_add(&table->data, "", 1);
    const StringEntry *last = NULL;
    for (size_t i = 0; i < table->count; i++) {
        StringEntry *entry = order[i];
        if (!entry->size)
            continue;
        if (last && is_ending(last, entry)) {
            entry->offset = last->offset + (u32)(last->size - entry->size);
            continue;
        }
        entry->offset = (u32)table->data.size;
        buffer_add(&table->data, entry->text, entry->size + 1);
        last = entry;
    }
    free(order);
}

u32 string_offset(const StringTable *table, size_t number)
{
    return table->entries[number].offset;
}
