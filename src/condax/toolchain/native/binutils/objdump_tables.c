/* objdump: what the printers of tables share. */
#include "objdump_tables.h"

bool is_selected(const ObjdumpOptions *o, const char *section)
{
    bool selected = !o->name_count;
    for (size_t i = 0; i < o->name_count; i++)
        if (!strcmp(o->names[i], section))
            selected = o->name_found[i] = true;
    return selected;
}
