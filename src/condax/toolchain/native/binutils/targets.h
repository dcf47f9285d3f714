/* BFD's names for ELF targets and architectures. */
#ifndef CONDAX_BINUTILS_TARGETS_H
#define CONDAX_BINUTILS_TARGETS_H

#include "elf.h"

typedef struct {
    const char *name;         /* "elf64-littleaarch64" */
    const char *architecture; /* "aarch64" */
    u16 machine;
    bool is64, big;
} Target;

/* Never NULL: unknown machines get the generic target of their class and byte order. */
const Target *target_of(const Elf *elf);
const Target *find_target(const char *name);
bool is_architecture(const char *name);
/* "AArch64", as readelf -h prints e_machine. */
const char *machine_name(u16 machine);

#endif
