/* The four output formats of nm. */
#include "nm.h"

static void print_entry(void *context, const char *name, u64 offset)
{
    const ArchiveMember *member = archive_member_at(context, offset);
    if (member)
        printf("%s in %s\n", name, member->name);
}

void nm_print_archive(const NmOptions *o, const Archive *archive)
{
    if (o->format == NM_BSD && o->many_files && !o->file_per_symbol)
        printf("\n%s:\n", archive->path);
    if (!o->print_index || !archive->index.size)
        return;
    printf("\nArchive index:\n");
    archive_visit_index(archive, print_entry, (void *)(uintptr_t)archive);
}

/* "lib.a[member.o]" or the plain path. */
static const char *posix_name(const Input *input)
{
    return input->member ? format_text("%s[%s]", input->path, input->member) : input->path;
}

void nm_print_heading(const NmOptions *o, const Input *input)
{
    if (o->file_per_symbol && o->format != NM_SYSV)
        return;
    switch (o->format) {
    case NM_BSD:
        if (input->member || o->many_files)
            printf("\n%s:\n", input->member ? input->member : input->path);
        break;
    case NM_POSIX:
        if (input->member || o->many_files)
            printf("%s:\n", posix_name(input));
        break;
    case NM_SYSV:
        printf("\n\n%s from %s:\n\n", o->undefined_only ? "Undefined symbols" : "Symbols",
               posix_name(input));
        printf("Name                  Value   %sClass        Type         Size     %s"
               "Line  Section\n\n",
               input->elf.is64 ? "        " : "", input->elf.is64 ? "        " : "");
        break;
    case NM_JUST_SYMBOLS:
        break;
    }
}

static void print_file_prefix(const NmOptions *o, const Input *input)
{
    if (!o->file_per_symbol)
        return;
    if (o->format == NM_POSIX)
        printf("%s: ", posix_name(input));
    else if (input->member)
        printf("%s:%s:", input->path, input->member);
    else
        printf("%s:", input->path);
}

static void print_number(const NmOptions *o, u64 value, int width)
{
    if (o->radix == 8)
        printf("%0*" PRIo64, width, value);
    else if (o->radix == 10)
        printf("%0*" PRIu64, width, value);
    else
        printf("%0*" PRIx64, width, value);
}

static bool is_undefined(const NmSymbol *s)
{
    return s->symbol.section == SHN_UNDEF;
}

static void print_name(const NmSymbol *s)
{
    fputs(s->name, stdout);
    if (s->suffix)
        fputs(s->suffix, stdout);
}

static void print_bsd(const NmOptions *o, const Input *input, const NmSymbol *s)
{
    int width = input->elf.is64 ? 16 : 8;
    bool by_size = o->sort == SORT_SIZE && !o->print_size;
    if (is_undefined(s))
        printf("%*s", width, "");
    else
        print_number(o, by_size ? s->size : s->value, width);
    if (o->print_size && !is_undefined(s) && s->size) {
        putchar(' ');
        print_number(o, s->size, width);
    }
    printf(" %c ", s->letter);
    print_name(s);
}

static void print_posix(const NmOptions *o, const NmSymbol *s)
{
    print_name(s);
    printf(" %c ", s->letter);
    if (is_undefined(s)) {
        printf("        ");
        return;
    }
    print_number(o, s->value, 0);
    putchar(' ');
    if (s->size)
        print_number(o, s->size, 0);
}

static const char *nm_type_name(const NmSymbol *s)
{
    static const char *const names[] = {"NOTYPE", "OBJECT", "FUNC", "SECTION", "FILE", "COMMON",
                                        "TLS"};
    u8 type = symbol_type(&s->symbol);
    if (type < sizeof names / sizeof *names)
        return names[type];
    return format_text(type >= 13 ? "<processor specific>: %d"
                       : type >= 10 ? "<OS specific>: %d" : "<unknown>: %d", type);
}

static const char *nm_section_label(const Elf *elf, const NmSymbol *s)
{
    if (is_undefined(s))
        return "*UND*";
    if (is_common(&s->symbol))
        return "*COM*";
    return elf_section_at(elf, s->symbol.section) ? elf_section_name(elf, s->symbol.section)
                                                  : "*ABS*";
}

static void print_sysv(const NmOptions *o, const Input *input, const NmSymbol *s)
{
    int width = input->elf.is64 ? 16 : 8;
    const char *name = s->suffix ? format_text("%s%s", s->name, s->suffix) : s->name;
    printf("%-20s|", name);
    if (is_undefined(s))
        printf("%*s", width, "");
    else
        print_number(o, s->value, width);
    printf("|   %c  |%18s|", s->letter, nm_type_name(s));
    if (s->size)
        print_number(o, s->size, width);
    else
        printf("%*s", width, "");
    printf("|     |%s", nm_section_label(&input->elf, s));
}

void nm_print_symbol(const NmOptions *o, const Input *input, const NmSymbol *s)
{
    print_file_prefix(o, input);
    switch (o->format) {
    case NM_BSD: print_bsd(o, input, s); break;
    case NM_POSIX: print_posix(o, s); break;
    case NM_SYSV: print_sysv(o, input, s); break;
    case NM_JUST_SYMBOLS: print_name(s); break;
    }
    putchar('\n');
}
