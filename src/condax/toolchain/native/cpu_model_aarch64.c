/* What ARM programs ask with __builtin_cpu_supports and what `target_clones` and `target_version`
   choose by: what the kernel says of the CPU (its elf_hwcaps.rst), by the numbers that clang compiles
   in. Clang's own runtime also reads ID registers, for features that no version can be chosen by. */

typedef unsigned long word;

__attribute__((visibility("hidden"))) struct {
	word features;
} __aarch64_cpu_features;

/* glibc's, since 2.30; older ones give resolvers the first word alone. */
struct capabilities {
	word size, first, second;
};
#define HAS_CAPABILITIES (1UL << 62)

enum { FIRST, SECOND };
enum { INITIALISED = 63 };

struct feature {
	unsigned char number, place, bit;
};

static const struct feature features[] = {
	{8, FIRST, 0},	  {9, FIRST, 1},    {15, FIRST, 4},   {12, FIRST, 6},	{10, FIRST, 7},
	{7, FIRST, 8},	  {16, FIRST, 9},   {6, FIRST, 12},   {20, FIRST, 13},	{21, FIRST, 14},
	{22, FIRST, 15},  {18, FIRST, 16},  {13, FIRST, 17},  {5, FIRST, 19},	{4, FIRST, 20},
	{30, FIRST, 22},  {3, FIRST, 23},   {17, FIRST, 24},  {23, FIRST, 26},	{1, FIRST, 27},
	{49, FIRST, 28},  {46, FIRST, 29},  {19, SECOND, 0},  {36, SECOND, 1},	{38, SECOND, 3},
	{39, SECOND, 4},  {40, SECOND, 5},  {41, SECOND, 6},  {2, SECOND, 7},	{24, SECOND, 8},
	{34, SECOND, 10}, {35, SECOND, 11}, {26, SECOND, 13}, {27, SECOND, 14}, {0, SECOND, 16},
	{50, SECOND, 17}, {44, SECOND, 18}, {42, SECOND, 23}, {56, SECOND, 24}, {55, SECOND, 25},
	{54, SECOND, 31}, {11, SECOND, 34}, {57, SECOND, 37}, {59, SECOND, 43}, {58, SECOND, 46},
};

static void set_features(word first, word second)
{
	word found = 1UL << INITIALISED;
	for (word i = 0; i < sizeof features / sizeof *features; i++) {
		word from = features[i].place == FIRST ? first : second;
		found |= (from >> features[i].bit & 1) << features[i].number;
	}
	__atomic_store_n(&__aarch64_cpu_features.features, found, __ATOMIC_RELAXED);
}

/* Called by the resolvers of functions with several versions, before anything else can be. */
__attribute__((visibility("hidden"))) void
__init_cpu_features_resolver(word first, const struct capabilities *all)
{
	if (!__aarch64_cpu_features.features)
		set_features(first, first & HAS_CAPABILITIES ? all->second : 0);
}

/* Before other constructors; what an old glibc did not tell the resolvers is known from here on. */
__attribute__((constructor(101))) static void look(void)
{
	enum { AT_HWCAP = 16, AT_HWCAP2 = 26 };
	extern word getauxval(word);
	set_features(getauxval(AT_HWCAP), getauxval(AT_HWCAP2));
}
