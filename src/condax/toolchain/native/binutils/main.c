/* One program, many names: the tool is the last word of the name it is called by. */
#include "tools.h"

typedef struct {
    const char *name;
    int (*run)(int argc, char **argv);
} Tool;

static const Tool tools[] = {
    {"addr2line", addr2line_main},
    {"nm", nm_main},
    {"readelf", readelf_main},
    {"objdump", objdump_main},
    {"size", size_main},
    {"strip", strip_main},
    {"objcopy", objcopy_main},
    {"strings", strings_main},
};

static const Tool *find_tool(const char *name)
{
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        if (!strcmp(tools[i].name, name))
            return &tools[i];
    return NULL;
}

/* "/x/aarch64-conda-linux-gnu-nm" is called as nm, and so is "gcc-nm". */
static const char *tool_name(const char *path)
{
    const char *name = base_name(path), *dash = strrchr(name, '-');
    return dash ? dash + 1 : name;
}

int main(int argc, char **argv)
{
    if (argc < 1)
        return 1;
    program_name = argv[0];
    const Tool *tool = find_tool(tool_name(argv[0]));
    /* Under a name of its own the tool is the first argument. */
    if (!tool && argc > 1 && (tool = find_tool(argv[1]))) {
        argc--;
        argv++;
    }
    if (!tool) {
        fprintf(stderr, "%s: call this program as one of:", program_name);
        for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
            fprintf(stderr, " %s", tools[i].name);
        fputc('\n', stderr);
        return 1;
    }
    expand_response_files(&argc, &argv);
    int status = tool->run(argc, argv);
    if (fflush(stdout) || ferror(stdout)) {
        fprintf(stderr, "%s: error writing standard output\n", program_name);
        return 1;
    }
    return status;
}
