/* ELF as every tool sees it: fields widened to 64 bits in the machine's own byte order.
 *
 * Constants are those of the ELF gABI, the processor supplements and the GNU extensions; <elf.h>
 * is not used because its content depends on the C library that the program is compiled with. */
#ifndef CONDAX_BINUTILS_ELF_H
#define CONDAX_BINUTILS_ELF_H

#include "base.h"

enum { EI_CLASS = 4, EI_DATA, EI_VERSION, EI_OSABI, EI_ABIVERSION };
enum { ET_NONE, ET_REL, ET_EXEC, ET_DYN, ET_CORE };

enum {
    EM_386 = 3, EM_PPC = 20, EM_PPC64 = 21, EM_S390 = 22, EM_ARM = 40, EM_X86_64 = 62,
    EM_AARCH64 = 183, EM_RISCV = 243, EM_BPF = 247, EM_LOONGARCH = 258,
};

enum {
    SHT_NULL, SHT_PROGBITS, SHT_SYMTAB, SHT_STRTAB, SHT_RELA, SHT_HASH, SHT_DYNAMIC, SHT_NOTE,
    SHT_NOBITS, SHT_REL, SHT_SHLIB, SHT_DYNSYM, SHT_INIT_ARRAY = 14, SHT_FINI_ARRAY,
    SHT_PREINIT_ARRAY, SHT_GROUP, SHT_SYMTAB_SHNDX, SHT_RELR,
    SHT_CREL = 0x40000014, SHT_LLVM_ADDRSIG = 0x6fff4c03,
    SHT_GNU_ATTRIBUTES = 0x6ffffff5, SHT_GNU_HASH, SHT_GNU_LIBLIST,
    SHT_GNU_verdef = 0x6ffffffd, SHT_GNU_verneed, SHT_GNU_versym,
};

enum {
    SHF_WRITE = 0x1, SHF_ALLOC = 0x2, SHF_EXECINSTR = 0x4, SHF_MERGE = 0x10, SHF_STRINGS = 0x20,
    SHF_INFO_LINK = 0x40, SHF_LINK_ORDER = 0x80, SHF_OS_NONCONFORMING = 0x100, SHF_GROUP = 0x200,
    SHF_TLS = 0x400, SHF_COMPRESSED = 0x800, SHF_GNU_RETAIN = 0x200000,
    SHF_GNU_MBIND = 0x1000000, SHF_X86_64_LARGE = 0x10000000,
};
#define SHF_EXCLUDE 0x80000000u

/* Reserved section indexes, as elf_section_number() widens them. */
enum { SHN_UNDEF = 0 };
#define SHN_LORESERVE 0xffffff00u
#define SHN_X86_64_LCOMMON 0xffffff02u
#define SHN_ABS 0xfffffff1u
#define SHN_COMMON 0xfffffff2u
#define SHN_XINDEX 0xffffffffu

enum { STB_LOCAL, STB_GLOBAL, STB_WEAK, STB_GNU_UNIQUE = 10 };
enum {
    STT_NOTYPE, STT_OBJECT, STT_FUNC, STT_SECTION, STT_FILE, STT_COMMON, STT_TLS,
    STT_GNU_IFUNC = 10,
};
enum { STV_DEFAULT, STV_INTERNAL, STV_HIDDEN, STV_PROTECTED };

enum {
    PT_NULL, PT_LOAD, PT_DYNAMIC, PT_INTERP, PT_NOTE, PT_SHLIB, PT_PHDR, PT_TLS,
    PT_GNU_EH_FRAME = 0x6474e550, PT_GNU_STACK, PT_GNU_RELRO, PT_GNU_PROPERTY,
};
enum { PF_X = 1, PF_W = 2, PF_R = 4 };

enum {
    DT_NULL, DT_NEEDED, DT_PLTRELSZ, DT_PLTGOT, DT_HASH, DT_STRTAB, DT_SYMTAB, DT_RELA, DT_RELASZ,
    DT_RELAENT, DT_STRSZ, DT_SYMENT, DT_INIT, DT_FINI, DT_SONAME, DT_RPATH, DT_SYMBOLIC, DT_REL,
    DT_RELSZ, DT_RELENT, DT_PLTREL, DT_DEBUG, DT_TEXTREL, DT_JMPREL, DT_BIND_NOW, DT_INIT_ARRAY,
    DT_FINI_ARRAY, DT_INIT_ARRAYSZ, DT_FINI_ARRAYSZ, DT_RUNPATH, DT_FLAGS,
    DT_PREINIT_ARRAY = 32, DT_PREINIT_ARRAYSZ, DT_SYMTAB_SHNDX, DT_RELRSZ, DT_RELR, DT_RELRENT,
    DT_GNU_PRELINKED = 0x6ffffdf5, DT_GNU_FLAGS_1 = 0x6ffffdf4, DT_GNU_HASH = 0x6ffffef5,
    DT_CONFIG = 0x6ffffefa, DT_DEPAUDIT, DT_AUDIT, DT_VERSYM = 0x6ffffff0,
    DT_RELACOUNT = 0x6ffffff9, DT_RELCOUNT, DT_FLAGS_1, DT_VERDEF, DT_VERDEFNUM, DT_VERNEED,
    DT_VERNEEDNUM, DT_AUXILIARY = 0x7ffffffd, DT_USED, DT_FILTER,
};

enum { VERSION_INDEX_MASK = 0x7fff, VERSION_HIDDEN = 0x8000, VER_FLG_BASE = 1, VER_FLG_WEAK };

typedef struct {
    u8 ident[16];
    u16 type, machine;
    u32 version;
    u64 entry, phoff, shoff;
    u32 flags;
    u16 ehsize, phentsize, shentsize;
    /* As stored, before the extended numbering of section 0 is applied. */
    u16 raw_phnum, raw_shnum, raw_shstrndx;
} ElfHeader;

typedef struct {
    const char *name;
    u32 name_offset, type;
    u64 flags, addr, offset, size;
    u32 link, info;
    u64 align, entsize;
} ElfSection;

typedef struct {
    u32 type, flags;
    u64 offset, vaddr, paddr, filesz, memsz, align;
} ElfSegment;

typedef struct {
    const char *name;
    u64 value, size;
    u32 section; /* a real index, or a reserved one widened by elf_section_number() */
    u32 name_offset;
    u8 info, other;
} ElfSymbol;

typedef struct {
    u64 offset, info;
    int64_t addend;
    u32 symbol, type;
} ElfReloc;

typedef struct {
    int64_t tag;
    u64 value;
} ElfDynamic;

typedef struct {
    const char *path; /* as messages name it, e.g. "libz.a(adler32.o)" */
    Span file;
    bool is64, big;
    ElfHeader header;
    ElfSection *sections;
    u32 section_count;
    u32 names_index; /* section that holds the section names */
    ElfSegment *segments;
    u32 segment_count;
    bool sections_truncated, segments_truncated;
} Elf;

typedef struct {
    ElfSymbol *items;
    size_t count;
    u32 section; /* the table's own section index, 0 when there is none */
} ElfSymbols;

typedef struct {
    ElfReloc *items;
    size_t count;
    bool has_addend;
} ElfRelocs;

static inline u8 symbol_binding(const ElfSymbol *symbol) { return symbol->info >> 4; }
static inline u8 symbol_type(const ElfSymbol *symbol) { return symbol->info & 15; }

u16 get16(const u8 *bytes, bool big);
u32 get32(const u8 *bytes, bool big);
u64 get64(const u8 *bytes, bool big);
void put16(u8 *bytes, bool big, u16 value);
void put32(u8 *bytes, bool big, u32 value);
void put64(u8 *bytes, bool big, u64 value);
/* An address-sized field. */
u64 elf_word(const Elf *elf, const u8 *bytes);

/* Reads an unsigned LEB128 number at `*at` and moves on; false at the end of the data. */
bool read_uleb(Span data, size_t *at, u64 *value);

bool is_elf(Span file);
/* False when `file` is not ELF or its header is cut off; tables beyond the end of the file only
 * set the `_truncated` fields. */
bool elf_open(Elf *elf, Span file, const char *path);
/* The section's bytes in the file; none for SHT_NOBITS, fewer when the file is cut off. */
Span elf_section_data(const Elf *elf, const ElfSection *section);
const ElfSection *elf_section_at(const Elf *elf, u32 index);
const ElfSection *elf_find_section(const Elf *elf, const char *name);
const ElfSection *elf_find_type(const Elf *elf, u32 type);
/* The section header's name of a symbol's section, or "" for reserved and wrong indexes. */
const char *elf_section_name(const Elf *elf, u32 index);
/* The string at `offset`, or NULL when it does not end inside the table. */
const char *string_at(Span table, u64 offset);

size_t elf_symbol_size(const Elf *elf);
ElfSymbols elf_symbols(const Elf *elf, u32 type);
ElfSymbols elf_symbols_of(const Elf *elf, u32 section_index);
ElfRelocs elf_relocs_of(const Elf *elf, const ElfSection *section);
ElfRelocs elf_decode_relocs(const Elf *elf, Span data, bool has_addend);
/* Entries up to and including DT_NULL. */
ElfDynamic *elf_dynamic(const Elf *elf, size_t *count, Span *strings);
/* File offset of a virtual address, through the PT_LOAD segments. */
bool elf_address_offset(const Elf *elf, u64 address, u64 *offset);

bool is_relocatable(const Elf *elf);

#endif
