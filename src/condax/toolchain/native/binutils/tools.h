/* The entry point of each tool. */
#ifndef CONDAX_BINUTILS_TOOLS_H
#define CONDAX_BINUTILS_TOOLS_H

#include "base.h"

int addr2line_main(int argc, char **argv);
int nm_main(int argc, char **argv);
int readelf_main(int argc, char **argv);
int objdump_main(int argc, char **argv);
int size_main(int argc, char **argv);
int strip_main(int argc, char **argv);
int objcopy_main(int argc, char **argv);
int strings_main(int argc, char **argv);

#endif
