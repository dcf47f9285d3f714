/* Runs strip or objcopy over a file: an object, or every member of an archive. */
#include "copy.h"
#include "targets.h"

#include <sys/stat.h>

static bool copy_member(const CopyOptions *o, const Archive *archive, const ArchiveMember *member,
                        NewMember *copy)
{
    const char *path = format_text("%s(%s)", archive->path, member->name);
    Elf *in = allocate(sizeof *in), *out = allocate(sizeof *out);
    *copy = (NewMember){.header = *member, .data = member->data};
    if (!elf_open(in, member->data, path)) {
        warn("%s: Unable to recognise the format of file: file format not recognized", path);
        return true;
    }
    Buffer result = {0};
    if (!copy_object(o, in, &result))
        return false;
    copy->data = buffer_span(&result);
    if (elf_open(out, copy->data, path))
        copy->elf = out;
    return true;
}

static bool copy_archive(const CopyOptions *o, Span file, const char *path, Span *result)
{
    Archive archive;
    archive_open(&archive, file, path);
    if (archive.thin) {
        complain("%s: sorry: copying thin archives is not currently supported", path);
        return false;
    }
    if (archive.malformed) {
        complain("%s: malformed archive", path);
        return false;
    }
    if (o->output_target && !strcmp(o->output_target, "binary")) {
        complain("%s: an archive cannot become a binary file", path);
        return false;
    }
    NewMember *members = allocate_array(archive.count, sizeof *members);
    for (size_t i = 0; i < archive.count; i++)
        if (!copy_member(o, &archive, &archive.members[i], &members[i]))
            return false;
    *result = archive_write(members, archive.count, archive.index.data != NULL,
                            !o->keep_archive_dates);
    return true;
}

static bool target_matches(const CopyOptions *o, const Elf *elf)
{
    const char *wanted = o->output_target;
    const char *own = target_of(elf)->name;
    if (!wanted || !strcmp(wanted, "binary") || !strcmp(wanted, own))
        return true;
    complain("%s: cannot convert %s to %s: only -O binary or the input's own target", elf->path,
             own, wanted);
    return false;
}

static bool copy_elf_file(const CopyOptions *o, Span file, const char *path, Span *result)
{
    Elf elf;
    Buffer out = {0};
    if (!elf_open(&elf, file, path)) {
        complain("%s: file format not recognized", path);
        return false;
    }
    if (o->input_target && strcmp(o->input_target, target_of(&elf)->name)) {
        complain("%s: file format not recognized: it is %s", path, target_of(&elf)->name);
        return false;
    }
    if (!target_matches(o, &elf) || !copy_object(o, &elf, &out))
        return false;
    *result = buffer_span(&out);
    return true;
}

static bool convert(const CopyOptions *o, Span file, const char *path, Span *result)
{
    if (o->input_target && !strcmp(o->input_target, "binary")) {
        Buffer out = {0};
        copy_from_binary(o, file, path, &out);
        *result = buffer_span(&out);
        return true;
    }
    return is_archive(file) ? copy_archive(o, file, path, result)
                            : copy_elf_file(o, file, path, result);
}

void copy_file(const CopyOptions *options, const char *input, const char *output)
{
    Span file, result;
    struct stat status;
    if (!read_input(input, &file))
        return;
    if (stat(input, &status))
        return;
    bool in_place = !output || !strcmp(input, output);
    OutputFile target = {
        .path = output ? output : input,
        .in_place = in_place,
        .keep_times = options->keep_times,
        .mode = in_place ? status.st_mode & 07777 : masked_mode(status.st_mode),
        .input = input,
    };
    if (options->verbose)
        printf("copy from `%s' to `%s'\n", input, target.path);
    if (convert(options, file, input, &result))
        write_output(&target, result);
}
