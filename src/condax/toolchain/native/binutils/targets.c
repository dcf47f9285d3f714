/* BFD target names, architecture names and the machine names of readelf. */
#include "targets.h"

static const Target targets[] = {
    {"elf64-x86-64", "i386:x86-64", EM_X86_64, true, false},
    {"elf32-x86-64", "i386:x64-32", EM_X86_64, false, false},
    {"elf32-i386", "i386", EM_386, false, false},
    {"elf64-littleaarch64", "aarch64", EM_AARCH64, true, false},
    {"elf64-bigaarch64", "aarch64", EM_AARCH64, true, true},
    {"elf32-littleaarch64", "aarch64:ilp32", EM_AARCH64, false, false},
    {"elf32-littlearm", "arm", EM_ARM, false, false},
    {"elf32-bigarm", "arm", EM_ARM, false, true},
    {"elf64-powerpcle", "powerpc:common64", EM_PPC64, true, false},
    {"elf64-powerpc", "powerpc:common64", EM_PPC64, true, true},
    {"elf32-powerpc", "powerpc:common", EM_PPC, false, true},
    {"elf32-powerpcle", "powerpc:common", EM_PPC, false, false},
    {"elf64-littleriscv", "riscv:rv64", EM_RISCV, true, false},
    {"elf32-littleriscv", "riscv:rv32", EM_RISCV, false, false},
    {"elf64-s390", "s390:64-bit", EM_S390, true, true},
    {"elf32-s390", "s390:31-bit", EM_S390, false, true},
    {"elf64-loongarch", "Loongarch64", EM_LOONGARCH, true, false},
    {"elf64-bpfle", "bpf", EM_BPF, true, false},
};

static const Target generic[] = {
    {"elf32-little", "UNKNOWN!", 0, false, false},
    {"elf32-big", "UNKNOWN!", 0, false, true},
    {"elf64-little", "UNKNOWN!", 0, true, false},
    {"elf64-big", "UNKNOWN!", 0, true, true},
};

enum { TARGET_COUNT = sizeof targets / sizeof *targets };

const Target *target_of(const Elf *elf)
{
    for (size_t i = 0; i < TARGET_COUNT; i++) {
        const Target *t = &targets[i];
        if (t->machine == elf->header.machine && t->is64 == elf->is64 && t->big == elf->big)
            return t;
    }
    return &generic[elf->is64 * 2 + elf->big];
}

const Target *find_target(const char *name)
{
    for (size_t i = 0; i < TARGET_COUNT; i++)
        if (!strcmp(targets[i].name, name))
            return &targets[i];
    return NULL;
}

/* "powerpc" stands for "powerpc:common64" as well. */
bool is_architecture(const char *name)
{
    size_t size = strlen(name);
    for (size_t i = 0; i < TARGET_COUNT; i++) {
        const char *full = targets[i].architecture;
        if (!strncmp(full, name, size) && (!full[size] || full[size] == ':'))
            return true;
    }
    return !strcmp(name, "x86-64") || starts_with(name, "riscv:") || starts_with(name, "powerpc:");
}

const char *machine_name(u16 machine)
{
    switch (machine) {
    case 0: return "None";
    case 2: return "Sparc";
    case EM_386: return "Intel 80386";
    case 4: return "MC68000";
    case 8: return "MIPS R3000";
    case EM_PPC: return "PowerPC";
    case EM_PPC64: return "PowerPC64";
    case EM_S390: return "IBM S/390";
    case EM_ARM: return "ARM";
    case 42: return "Renesas / SuperH SH";
    case 43: return "Sparc v9";
    case 50: return "Intel IA-64";
    case EM_X86_64: return "Advanced Micro Devices X86-64";
    case EM_AARCH64: return "AArch64";
    case 190: return "NVIDIA CUDA architecture";
    case 224: return "AMD GPU architecture";
    case EM_RISCV: return "RISC-V";
    case EM_BPF: return "Linux BPF";
    case EM_LOONGARCH: return "LoongArch";
    default: return format_text("<unknown>: 0x%x", machine);
    }
}
