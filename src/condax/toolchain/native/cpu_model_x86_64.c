/* What x86 programs ask with __builtin_cpu_supports and what `target_clones` chooses by: found out
   by CPUID when the program or library is loaded. The numbers are those that gcc and clang compile
   in; vendors are known, single models (__builtin_cpu_is("haswell")) are not. */

#define HIDDEN __attribute__((visibility("hidden")))

typedef unsigned int word;

HIDDEN struct {
	word vendor, type, subtype, features[1];
} __cpu_model;
HIDDEN word __cpu_features2[4];

enum { INTEL = 1, AMD, OTHER };
enum place { ONE_C, ONE_D, SEVEN_B, SEVEN_C, SEVEN_D, SEVEN_ONE_A, EXTENDED_C, PLACES };
/* Registers that the kernel has to save: of SSE always, of AVX and AVX-512 if it knows them. */
enum state { SSE, YMM, ZMM };

struct feature {
	unsigned char number, place, bit, state;
};

static const struct feature features[] = {
	{5, ONE_C, 0, SSE},	  {19, ONE_C, 1, SSE},	   {6, ONE_C, 9, SSE},
	{14, ONE_C, 12, YMM},	  {46, ONE_C, 13, SSE},	   {7, ONE_C, 19, SSE},
	{8, ONE_C, 20, SSE},	  {58, ONE_C, 22, SSE},	   {2, ONE_C, 23, SSE},
	{18, ONE_C, 25, SSE},	  {81, ONE_C, 26, SSE},	   {9, ONE_C, 28, YMM},
	{49, ONE_C, 29, YMM},	  {69, ONE_C, 30, SSE},	   {0, ONE_D, 15, SSE},
	{1, ONE_D, 23, SSE},	  {3, ONE_D, 25, SSE},	   {4, ONE_D, 26, SSE},
	{50, SEVEN_B, 0, SSE},	  {16, SEVEN_B, 3, SSE},   {10, SEVEN_B, 5, YMM},
	{17, SEVEN_B, 8, SSE},	  {71, SEVEN_B, 11, SSE},  {15, SEVEN_B, 16, ZMM},
	{22, SEVEN_B, 17, ZMM},	  {70, SEVEN_B, 18, SSE},  {40, SEVEN_B, 19, SSE},
	{27, SEVEN_B, 21, ZMM},	  {43, SEVEN_B, 23, SSE},  {23, SEVEN_B, 28, ZMM},
	{74, SEVEN_B, 29, SSE},	  {21, SEVEN_B, 30, ZMM},  {20, SEVEN_B, 31, ZMM},
	{26, SEVEN_C, 1, ZMM},	  {31, SEVEN_C, 6, ZMM},   {32, SEVEN_C, 8, SSE},
	{78, SEVEN_C, 9, YMM},	  {33, SEVEN_C, 10, YMM},  {34, SEVEN_C, 11, ZMM},
	{35, SEVEN_C, 12, ZMM},	  {30, SEVEN_C, 14, ZMM},  {37, SEVEN_D, 8, ZMM},
	{94, SEVEN_D, 23, ZMM},	  {93, SEVEN_ONE_A, 4, YMM}, {36, SEVEN_ONE_A, 5, ZMM},
	{54, EXTENDED_C, 0, SSE}, {57, EXTENDED_C, 5, SSE}, {11, EXTENDED_C, 6, SSE},
	{66, EXTENDED_C, 8, SSE}, {13, EXTENDED_C, 11, YMM}, {12, EXTENDED_C, 16, YMM},
	{76, EXTENDED_C, 21, SSE}, {61, EXTENDED_C, 29, SSE},
};

/* x86-64-v2, -v3 and -v4, each with the one before it: features by their numbers. */
enum { BASELINE = 95, LEVELS = 3 };
static const unsigned char levels[LEVELS][9] = {
	{5, 6, 7, 8, 2, 46, 54},
	{9, 10, 16, 17, 49, 14, 57, 58},
	{15, 21, 23, 22, 20},
};

struct registers {
	word a, b, c, d;
};

static struct registers cpuid(word leaf, word part)
{
	struct registers r;
	__asm__ volatile("cpuid" : "=a"(r.a), "=b"(r.b), "=c"(r.c), "=d"(r.d) : "a"(leaf), "c"(part));
	return r;
}

static enum state saved_state(word leaf_one_c)
{
	enum { OSXSAVE = 1 << 27, AVX_STATE = 6, AVX512_STATE = 0xe6 };
	word low, high;
	if (!(leaf_one_c & OSXSAVE))
		return SSE;
	__asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
	if ((low & AVX_STATE) != AVX_STATE)
		return SSE;
	return (low & AVX512_STATE) == AVX512_STATE ? ZMM : YMM;
}

static void add(word number)
{
	if (number < 32)
		__cpu_model.features[0] |= 1U << number;
	else
		__cpu_features2[number / 32 - 1] |= 1U << number % 32;
}

static int has(word number)
{
	word bits = number < 32 ? __cpu_model.features[0] : __cpu_features2[number / 32 - 1];
	return bits >> number % 32 & 1;
}

static void read_places(word *places)
{
	word last = cpuid(0, 0).a, last_extended = cpuid(0x80000000, 0).a;
	struct registers one = cpuid(1, 0);
	places[ONE_C] = one.c;
	places[ONE_D] = one.d;
	if (last >= 7) {
		struct registers seven = cpuid(7, 0);
		places[SEVEN_B] = seven.b;
		places[SEVEN_C] = seven.c;
		places[SEVEN_D] = seven.d;
		if (seven.a >= 1)
			places[SEVEN_ONE_A] = cpuid(7, 1).a;
	}
	if (last_extended >= 0x80000001)
		places[EXTENDED_C] = cpuid(0x80000001, 0).c;
}

/* Before other constructors, and by the resolvers of `target_clones` before all of them. */
__attribute__((constructor(101), visibility("hidden"))) int __cpu_indicator_init(void)
{
	word places[PLACES] = {0}, vendor = cpuid(0, 0).b;
	if (__cpu_model.vendor)
		return 0;
	read_places(places);
	enum state state = saved_state(places[ONE_C]);
	for (word i = 0; i < sizeof features / sizeof *features; i++)
		if (features[i].state <= state && places[features[i].place] >> features[i].bit & 1)
			add(features[i].number);
	add(BASELINE);
	for (word level = 0; level < LEVELS && has(BASELINE + level); level++) {
		int all = 1;
		for (const unsigned char *number = levels[level]; *number; number++)
			all &= has(*number);
		if (all)
			add(BASELINE + level + 1);
	}
	/* The first letters: "Genu", "Auth". Written last, because it says that the rest is there. */
	__cpu_model.vendor = vendor == 0x756e6547 ? INTEL : vendor == 0x68747541 ? AMD : OTHER;
	return 0;
}
