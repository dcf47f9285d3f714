/* <triplet>-cc, -gcc, -cpp, -ld, -ar, ...: one static program without a C library, so that a call
   costs next to nothing over running clang itself. It finds its prefix through /proc/self/exe,
   its work in its own name, and replaces itself with

       <prefix>/lib/condax/zig clang --config=<prefix>/lib/condax/<triplet>.cfg
           [-fdebug-prefix-map=FOLDER=NAME ...] ARGUMENTS
       <prefix>/lib/condax/zig ld.lld --undefined-version -O2 [--threads=1] ARGUMENTS
       <prefix>/lib/condax/zig ar ARGUMENTS                                                      */

#include "system_calls.h"

enum action { DROP, DROP_PAIR, REPLACE };

/* What may follow the flag: nothing, anything, or a number. */
enum tail { NOTHING, ANYTHING, NUMBER };

struct rule {
	const char *flag;
	size length;
	enum tail tail;
	enum action action;
	const char *replacement;
	/* The CPU for which the flag stays as it is. */
	const char *unless_cpu;
	size unless_cpu_length;
};

#include "flags.h"

#define PATH_SIZE 4096
#define NO_SUCH_FILE (-2)

/* Bytes of input up to which lld's threads cost more than they save: a probe of `configure` links in
   9 ms with one and in 14 ms with two; 1.8 MB of objects in 30 and 23 ms. */
#define SMALL_LINK (512L * 1024)

static int equal(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}

static int starts_with(const char *text, const char *start, size length)
{
	for (size i = 0; i < length; i++)
		if (text[i] != start[i])
			return 0;
	return 1;
}

static void print(int where, const char *text)
{
	system_call(SYS_write, where, (long)text, (long)length_of(text));
}

__attribute__((noreturn)) static void leave(int status)
{
	for (;;)
		system_call(SYS_exit, status, 0, 0);
}

__attribute__((noreturn)) static void fail(const char *what, const char *name)
{
	print(2, "condax compiler wrapper: ");
	print(2, what);
	print(2, name);
	print(2, "\n");
	leave(127);
}

/* Memory that is never given back: the process is about to be another program. */
static char *allocate(size bytes)
{
	static char *next;
	char *block;
	if (!next)
		next = (char *)system_call(SYS_brk, 0, 0, 0);
	block = next;
	next += (bytes + 15) & ~15UL;
	if ((char *)system_call(SYS_brk, (long)next, 0, 0) < next)
		fail("out of memory", "");
	return block;
}

static char *join(const char *a, size a_length, const char *b, const char *c)
{
	size b_length = length_of(b), c_length = length_of(c);
	char *text = allocate(a_length + b_length + c_length + 1), *end = text;
	for (size i = 0; i < a_length; i++)
		*end++ = a[i];
	for (size i = 0; i < b_length; i++)
		*end++ = b[i];
	for (size i = 0; i < c_length; i++)
		*end++ = c[i];
	*end = 0;
	return text;
}

enum work { COMPILE, PREPROCESS, COMPILE_CXX, ASSEMBLE, LINK, ARCHIVE, INDEX_ARCHIVE };

/* Longest names first: `gcc-ar` is not an `ar` of the target `...-gcc`. */
static const struct {
	const char *suffix;
	enum work work;
} names[] = {
	{"-gcc-ranlib", INDEX_ARCHIVE}, {"-gcc-ar", ARCHIVE},
	{"-clang-cpp", PREPROCESS},	{"-clang++", COMPILE_CXX}, {"-clang", COMPILE},
	{"-ranlib", INDEX_ARCHIVE},	{"-ld.lld", LINK},	{"-gcc", COMPILE},
	{"-g++", COMPILE_CXX},		{"-c++", COMPILE_CXX},	{"-cpp", PREPROCESS},
	{"-cc", COMPILE},		{"-ld", LINK},		{"-ar", ARCHIVE},
	{"-as", ASSEMBLE},
};

struct call {
	const char *prefix;
	size prefix_length;
	const char *triplet;
	enum work work;
	char **arguments;
	int count;
	char **environment;
};

/* The kernel gives the wrapper's own path, whatever the caller put into argv[0]. */
static void find_self(struct call *call, char *self)
{
	long length = read_link("/proc/self/exe", self, PATH_SIZE - 1);
	if (length <= 0)
		fail("cannot read /proc/self/exe", "");
	self[length] = 0;
	char *name = self + length;
	while (name > self && name[-1] != '/')
		name--;
	char *folder = name - 1;
	while (folder > self && folder[-1] != '/')
		folder--;
	call->prefix = self;
	call->prefix_length = (size)(folder - 1 - self);
	size name_length = length_of(name);
	for (size i = 0; i < sizeof names / sizeof *names; i++) {
		size suffix = length_of(names[i].suffix);
		if (name_length > suffix && equal(name + name_length - suffix, names[i].suffix)) {
			call->triplet = join(name, name_length - suffix, "", "");
			call->work = names[i].work;
			return;
		}
	}
	fail("there is no tool of the name ", name);
}

static int tail_fits(enum tail tail, const char *text)
{
	if (tail != NUMBER)
		return tail == ANYTHING || !*text;
	if (!*text)
		return 0;
	while (*text >= '0' && *text <= '9')
		text++;
	return !*text;
}

static int is_for_cpu(const struct call *call, const struct rule *rule)
{
	size length = rule->unless_cpu_length;
	return !length || !starts_with(call->triplet, rule->unless_cpu, length) ||
	       call->triplet[length] != '-';
}

static const struct rule *find_rule(const struct call *call, const char *argument)
{
	const struct rule *rules = call->work == LINK ? linker_rules : compiler_rules;
	if (argument[0] == '-')
		for (const struct rule *rule = rules; rule->flag; rule++)
			if (starts_with(argument, rule->flag, rule->length) &&
			    tail_fits(rule->tail, argument + rule->length) && is_for_cpu(call, rule))
				return rule;
	return 0;
}

static int exists(const char *path)
{
	char target[1];
	/* A file that is not a link is an invalid argument to readlink; only a missing one is missing. */
	return read_link(path, target, sizeof target) != NO_SUCH_FILE;
}

/* Path of the target's own tool, if it has one of this name. */
static const char *find_program(const struct call *call, const char *name)
{
	char *folder = join(call->prefix, call->prefix_length, "/bin/", call->triplet);
	char *path = join(folder, length_of(folder), "-", name);
	return exists(path) ? path : 0;
}

/* <prefix>/lib/condax/<triplet><suffix> */
static char *own_file(const struct call *call, const char *suffix)
{
	char *base = join(call->prefix, call->prefix_length, "/lib/condax/", call->triplet);
	return join(base, length_of(base), suffix, "");
}

/* The folders that a link looks into, as gcc lists them. */
static void print_search_dirs(const struct call *call)
{
	const char *prefix = join(call->prefix, call->prefix_length, "/", "");
	const char *sysroot = join(prefix, length_of(prefix), call->triplet, "/sysroot");
	const char *const words[] = {
		"install: ", prefix, "lib/condax/\n",
		"programs: =", prefix, "bin/\n",
		"libraries: =", prefix, "lib/condax/", call->triplet, "/:",
		sysroot, "/lib64/:", sysroot, "/usr/lib64/\n",
	};
	for (size i = 0; i < sizeof words / sizeof *words; i++)
		print(1, words[i]);
}

/* gcc takes a name with a slash for the answer, and knows its own tools by their short names. */
static int answer_prog_name(const struct call *call, const char *name)
{
	for (const char *end = name; *end; end++)
		if (*end == '/') {
			print(1, join(name, length_of(name), "\n", ""));
			return 1;
		}
	const char *program = find_program(call, name);
	if (program)
		print(1, join(program, length_of(program), "\n", ""));
	return program != 0;
}

/* Whether the question was one that only gcc answers, and is. */
static int answer_question(const struct call *call, const char *question, const char *next)
{
	static const char prog_name[] = "print-prog-name=";
	if (starts_with(question, prog_name, sizeof prog_name - 1))
		return answer_prog_name(call, question + sizeof prog_name - 1);
	if (equal(question, "print-prog-name"))
		return next && answer_prog_name(call, next);
	if (equal(question, "print-search-dirs"))
		print_search_dirs(call);
	else if (equal(question, "print-sysroot")) {
		print(1, join(call->prefix, call->prefix_length, "/", call->triplet));
		print(1, "/sysroot\n");
	} else if (equal(question, "print-multi-os-directory"))
		print(1, "../lib64\n");
	else if (equal(question, "print-multi-lib"))
		print(1, ".;\n");
	else if (equal(question, "print-multiarch"))
		print(1, "\n");
	else
		return 0;
	return 1;
}

/* `-print-x` and `--print-x` are one; two questions are put to clang in its own words. */
static void answer(struct call *call)
{
	for (int i = 1; i < call->count; i++) {
		const char *question = call->arguments[i];
		if (question[0] != '-')
			continue;
		const char *next = question[1] == '-' ? call->arguments[i + 1] : 0;
		question += question[1] == '-' ? 2 : 1;
		if (equal(question, "dumpfullversion"))
			call->arguments[i] = "-dumpversion";
		else if (equal(question, "print-libgcc-file-name"))
			call->arguments[i] = "-print-file-name=libgcc.a";
		else if (answer_question(call, question, next))
			leave(0);
	}
}

static int ends_with(const char *text, const char *end)
{
	size length = length_of(text), end_length = length_of(end);
	return length > end_length && equal(text + length - end_length, end);
}

/* There is no runtime for Objective-C; without a word about it, a link would miss its symbols. */
static void refuse_objective_c(const struct call *call)
{
	static const char language[] = "objective-c";
	for (int i = 1; i < call->count; i++) {
		const char *argument = call->arguments[i];
		const char *next = call->arguments[i + 1];
		const char *named = 0;
		if (equal(argument, "-x"))
			named = next;
		else if (starts_with(argument, "-x", 2))
			named = argument + 2;
		int is_file = argument[0] != '-' && !equal(call->arguments[i - 1], "-o") &&
			      (ends_with(argument, ".m") || ends_with(argument, ".mm"));
		if (!is_file && !(named && starts_with(named, language, sizeof language - 1)))
			continue;
		print(2, "condax compiler wrapper: there is no Objective-C for ");
		print(2, call->triplet);
		print(2, ": ");
		print(2, is_file ? argument : named);
		print(2, "\n");
		leave(1);
	}
}

/* GNU as on top of clang: its own options pass through -Wa, files and -o stay. */
static int add_assembler_arguments(struct call *call, const char **out, int n)
{
	out[n++] = "-c";
	out[n++] = "-x";
	out[n++] = "assembler";
	int files = 0;
	for (int i = 1; i < call->count; i++) {
		const char *argument = call->arguments[i];
		if (equal(argument, "-o") || equal(argument, "-I")) {
			out[n++] = argument;
			if (i + 1 < call->count)
				out[n++] = call->arguments[++i];
		} else if (equal(argument, "--version") || equal(argument, "-v") ||
			   starts_with(argument, "-I", 2) || argument[0] != '-' ||
			   !argument[1]) {
			files += argument[0] != '-' || !argument[1];
			out[n++] = argument;
		} else if (!equal(argument, "-many") && !equal(argument, "--64") &&
			   !equal(argument, "-64")) {
			out[n++] = join("-Wa,", 4, argument, "");
		}
	}
	if (!files)
		out[n++] = "-";
	return n;
}

static int add_arguments(struct call *call, const char **out, int n)
{
	for (int i = 1; i < call->count; i++) {
		const char *argument = call->arguments[i];
		const struct rule *rule = find_rule(call, argument);
		if (!rule)
			out[n++] = argument;
		else if (rule->action == DROP_PAIR)
			i++;
		else if (rule->action == REPLACE)
			out[n++] = join(rule->replacement, length_of(rule->replacement),
					rule->tail == ANYTHING ? argument + rule->length : "", "");
	}
	return n;
}

static long size_of(const char *path)
{
	/* `struct stat` of the kernel: 18 words, `st_size` the seventh, on both machines. */
	long status[18] = {0};
	return get_status(path, status) ? 0 : status[6];
}

/* Whether the files that the command line names are few bytes; what is in a response file counts as
   many. */
static int is_small_link(const struct call *call)
{
	long bytes = 0;
	for (int i = 1; i < call->count; i++) {
		const char *argument = call->arguments[i];
		if (argument[0] == '@')
			return 0;
		if (argument[0] != '-')
			bytes += size_of(argument);
	}
	return bytes <= SMALL_LINK;
}

static int has_argument(const struct call *call, const char *start)
{
	for (int i = 1; i < call->count; i++)
		if (starts_with(call->arguments[i], start, length_of(start)))
			return 1;
	return 0;
}

static int add_tool(struct call *call, const char **out, int n)
{
	switch (call->work) {
	case LINK:
		out[n++] = "ld.lld";
		/* GNU ld is silent about version scripts that name symbols which do not exist. */
		out[n++] = "--undefined-version";
		/* Strings in the order of their ends, not of their hashes, which change with the prefix
		   that some of them name. */
		out[n++] = "-O2";
		if (is_small_link(call))
			out[n++] = "--threads=1";
		return n;
	case ARCHIVE:
		out[n++] = "ar";
		return n;
	case INDEX_ARCHIVE:
		out[n++] = "ranlib";
		return n;
	default:
		break;
	}
	out[n++] = "clang";
	/* gcc compiles and links C++ under each of its names, if it was installed with C++. */
	char *config = own_file(call, ".c++.cfg");
	out[n++] = join("--config=", 9, exists(config) ? config : own_file(call, ".cfg"), "");
	/* gcc's passes that clang lacks, and -Ofast: gcc says nothing about them, and clang's driver
	   reads its own warning options before the configuration file. */
	out[n++] = "-Wno-ignored-optimization-argument";
	out[n++] = "-Wno-deprecated-ofast";
	/* Where a program that a build system probes with makes clang crash, the answer is no, and
	   nothing of it stays in the temporary folder. No later option undoes this one. */
	if (!has_argument(call, "-fcrash-diagnostics"))
		out[n++] = "-fno-crash-diagnostics";
	if (call->work == PREPROCESS)
		out[n++] = "--driver-mode=cpp";
	if (call->work == COMPILE_CXX)
		out[n++] = "--driver-mode=g++";
	return n;
}

/* Value of a variable of the environment, "" if there is none. */
static const char *variable(const struct call *call, const char *name)
{
	size length = length_of(name);
	for (char **entry = call->environment; *entry; entry++)
		if (starts_with(*entry, name, length) && (*entry)[length] == '=')
			return *entry + length + 1;
	return "";
}

/* Debug information names the folders that conda-forge's does, and none of the build environment's.
   conda-forge's CFLAGS say so, which many projects put into what they install. In front of the
   user's arguments, because clang takes the last map that fits. */
static int add_debug_maps(const struct call *call, const char **out, int n)
{
	static const char option[] = "-fdebug-prefix-map=", own[] = "=/usr/local/src/conda-build";
	const char *sources = variable(call, "CONDAX_MAP_SOURCES");
	const char *prefix = variable(call, "CONDAX_MAP_PREFIX");
	if (!*prefix)
		return n;
	out[n++] = join(option, sizeof option - 1, join(call->prefix, call->prefix_length, own, ""), "");
	out[n++] = join(option, sizeof option - 1, prefix, "");
	/* Without SRC_DIR, everything would be mapped. */
	if (*sources && *sources != '=')
		out[n++] = join(option, sizeof option - 1, sources, "");
	return n;
}

static int names_rpath(const struct call *call)
{
	for (int i = 1; i < call->count; i++) {
		const char *argument = call->arguments[i];
		argument += starts_with(argument, "--", 2);
		if (equal(argument, "-rpath") || starts_with(argument, "-rpath=", 7))
			return 1;
	}
	return 0;
}

__attribute__((noreturn, used)) void run(long *stack)
{
	static char self[PATH_SIZE];
	struct call call = {.count = (int)stack[0], .arguments = (char **)(stack + 1)};
	call.environment = call.arguments + call.count + 1;
	find_self(&call, self);
	if (call.work <= COMPILE_CXX)
		answer(&call);
	if (call.work == COMPILE || call.work == COMPILE_CXX)
		refuse_objective_c(&call);
	const char **out = (const char **)allocate(sizeof(char *) * (size)(call.count + 16));
	char *zig = join(call.prefix, call.prefix_length, "/lib/condax/zig", "");
	int n = 0;
	out[n++] = zig;
	n = add_tool(&call, out, n);
	if (call.work <= COMPILE_CXX)
		n = add_debug_maps(&call, out, n);
	if (call.work == ASSEMBLE)
		n = add_assembler_arguments(&call, out, n);
	else if (call.work == ARCHIVE || call.work == INDEX_ARCHIVE)
		for (int i = 1; i < call.count; i++)
			out[n++] = call.arguments[i];
	else
		n = add_arguments(&call, out, n);
	/* Programs of the build machine run in this very prefix, unless they were told where. */
	if (call.work == LINK && !names_rpath(&call) && exists(own_file(&call, ".rpath"))) {
		out[n++] = "-rpath";
		out[n++] = join(call.prefix, call.prefix_length, "/lib", "");
	}
	out[n] = 0;
	system_call(SYS_execve, (long)zig, (long)out, (long)call.environment);
	fail("cannot start ", zig);
}
