/* Reading input files, response files, and replacing output files safely. */
#include "base.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

Span read_stream(FILE *stream)
{
    Buffer content = {0};
    char block[65536];
    size_t count;
    while ((count = fread(block, 1, sizeof block, stream)) > 0)
        buffer_add(&content, block, count);
    return buffer_span(&content);
}

static bool map_file(int descriptor, size_t size, Span *content)
{
    if (!size) {
        *content = span_of("", 0);
        return true;
    }
    void *address = mmap(NULL, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (address == MAP_FAILED)
        return false;
    *content = span_of(address, size);
    return true;
}

static bool load(const char *path, Span *content)
{
    struct stat status;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0 || fstat(descriptor, &status))
        return false;
    bool done = S_ISREG(status.st_mode) && map_file(descriptor, (size_t)status.st_size, content);
    if (!done) {
        FILE *stream = fdopen(descriptor, "rb");
        if (!stream)
            return false;
        *content = read_stream(stream);
        done = !ferror(stream);
        fclose(stream);
        return done;
    }
    close(descriptor);
    return true;
}

bool read_input(const char *path, Span *content)
{
    struct stat status;
    if (stat(path, &status)) {
        if (errno == ENOENT)
            complain("'%s': No such file", path);
        else
            complain("Warning: could not locate '%s'.  reason: %s", path, strerror(errno));
        return false;
    }
    if (S_ISDIR(status.st_mode)) {
        complain("Warning: '%s' is a directory", path);
        return false;
    }
    if (!S_ISREG(status.st_mode)) {
        complain("Warning: '%s' is not an ordinary file", path);
        return false;
    }
    if (!load(path, content)) {
        complain("%s: %s", path, strerror(errno));
        return false;
    }
    return true;
}

Span read_needed(const char *path)
{
    Span content;
    if (!load(path, &content))
        die("%s: %s", path, strerror(errno));
    return content;
}

/* Adds the words of a response file: white space separates, quotes and backslashes protect. */
static void split_words(Span text, Buffer *words)
{
    size_t at = 0;
    while (at < text.size) {
        while (at < text.size && strchr(" \t\r\n\f\v", text.data[at]))
            at++;
        if (at >= text.size)
            break;
        Buffer word = {0};
        char quote = 0;
        for (; at < text.size; at++) {
            char c = (char)text.data[at];
            if (!quote && c && strchr(" \t\r\n\f\v", c))
                break;
            if (c == '\\' && at + 1 < text.size)
                buffer_add(&word, &text.data[++at], 1);
            else if (quote ? c == quote : c == '"' || c == '\'')
                quote = quote ? 0 : c;
            else
                buffer_add(&word, &c, 1);
        }
        buffer_add(&word, "", 1);
        buffer_add(words, &word.data, sizeof word.data);
    }
}

void expand_response_files(int *argc, char ***argv)
{
    Buffer words = {0};
    for (int i = 0; i < *argc; i++) {
        Span text;
        if (i && (*argv)[i][0] == '@' && load((*argv)[i] + 1, &text))
            split_words(text, &words);
        else
            buffer_add(&words, &(*argv)[i], sizeof **argv);
    }
    *argc = (int)(words.size / sizeof **argv);
    char *end = NULL;
    buffer_add(&words, &end, sizeof end);
    *argv = (char **)(void *)words.data;
}

static bool write_all(int descriptor, Span content)
{
    size_t done = 0;
    while (done < content.size) {
        ssize_t count = write(descriptor, content.data + done, content.size - done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        done += (size_t)count;
    }
    return true;
}

static void copy_times(int descriptor, const struct stat *from)
{
    struct timespec times[2] = {from->st_atim, from->st_mtim};
    /* A file system without times is no reason to lose the result. */
    if (futimens(descriptor, times))
        warn("cannot set time: %s", strerror(errno));
}

/* Writes beside the target and renames, so that an interrupted run leaves the old file. */
static bool replace_file(const OutputFile *output, Span content, const struct stat *input)
{
    char *target = realpath(output->path, NULL);
    char *temporary = format_text("%s.XXXXXX", target ? target : output->path);
    int descriptor = mkostemp(temporary, O_CLOEXEC);
    if (descriptor < 0)
        return false;
    bool done = write_all(descriptor, content);
    if (done && output->in_place && geteuid() == 0)
        done = !fchown(descriptor, input->st_uid, input->st_gid);
    done = done && !fchmod(descriptor, output->mode & 07777);
    if (done && output->keep_times)
        copy_times(descriptor, input);
    if (close(descriptor) || !done || rename(temporary, target ? target : output->path)) {
        int reason = errno;
        unlink(temporary);
        errno = reason;
        return false;
    }
    return true;
}

/* Other names of the file and devices keep their identity only when written through. */
static bool write_through(const OutputFile *output, Span content, const struct stat *input)
{
    int descriptor = open(output->path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    bool done = write_all(descriptor, content);
    if (done && output->keep_times)
        copy_times(descriptor, input);
    return !close(descriptor) && done;
}

unsigned masked_mode(unsigned mode)
{
    mode_t mask = umask(0);
    umask(mask);
    return mode & 0777 & ~mask;
}

bool write_output(const OutputFile *output, Span content)
{
    struct stat old, input = {0};
    bool exists = !stat(output->path, &old);
    if (stat(output->input, &input))
        input.st_mtim.tv_nsec = input.st_atim.tv_nsec = UTIME_NOW;
    bool shared = exists && (!S_ISREG(old.st_mode) || old.st_nlink > 1);
    bool done = (shared ? write_through : replace_file)(output, content, &input);
    /* A writable file may stand in a folder that allows no new names. */
    if (!done && exists && !shared && (errno == EACCES || errno == EPERM))
        done = write_through(output, content, &input);
    if (!done) {
        complain("unable to copy file '%s'; reason: %s", output->path, strerror(errno));
        return false;
    }
    return true;
}
