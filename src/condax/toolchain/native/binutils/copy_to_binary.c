/* objcopy -O binary: what an ELF object puts into memory, as raw bytes. */
#include "copy.h"

typedef struct {
    u64 address;
    Span data;
} Image;

static bool is_in_image(const CopySection *section)
{
    return !section->removed && (section->header.flags & SHF_ALLOC) &&
           section->header.type != SHT_NOBITS && section->data.size;
}

void copy_to_binary(CopyObject *object, Buffer *out)
{
    const CopyOptions *o = object->options;
    Image *images = allocate_array(object->count, sizeof *images);
    size_t count = 0;
    u64 low = UINT64_MAX;
    for (u32 i = 1; i < object->count; i++) {
        if (!is_in_image(&object->sections[i]))
            continue;
        const ElfSection *placed = object->sections[i].is_new ? &object->sections[i].header
                                                              : &object->in->sections[i];
        images[count].address = load_address(object->in, placed);
        images[count].data = object->sections[i].data;
        if (images[count].address < low)
            low = images[count].address;
        count++;
    }
    for (size_t i = 0; i < count; i++) {
        u64 offset = images[i].address - low;
        if (offset > (u64)1 << 32)
            die("%s: the sections are too far apart for a binary file: use -j to choose some",
                object->in->path);
        if (offset + images[i].data.size > out->size)
            buffer_fill(out, o->gap_fill, offset + images[i].data.size - out->size);
        memcpy(out->data + offset, images[i].data.data, images[i].data.size);
    }
    if (o->has_pad && count && o->pad_to > low + out->size)
        buffer_fill(out, o->gap_fill, o->pad_to - low - out->size);
}
