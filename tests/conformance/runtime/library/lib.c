/* Without the flag clang calls its own functions directly, whoever replaces them.
   flags: -fsemantic-interposition -Wl,--version-script=versions -Wl,-soname,libpart.so.1 -pthread */
#include "part.h"
#include <stdio.h>
#include <string.h>
int old_value(void) { return 1; }
int new_value(void) { return 2; }
__asm__(".symver old_value, value@PART_1");
__asm__(".symver new_value, value@@PART_2");
__thread int per_thread = 5;
static __thread int hidden_per_thread = 6;
int table[4] = {1, 2, 3, 4};
const char *names[2] = {"zero", "one"};
__attribute__((weak)) int replaceable(void) { return 10; }
__attribute__((weak)) extern int nowhere(void);
int overridden(void) { return 20; }
int call_overridden(void) { return overridden(); }
__attribute__((visibility("hidden"))) int inner(void) { return 30; }
__attribute__((visibility("protected"))) int guarded(void) { return 40; }
int call_guarded(void) { return guarded() + inner(); }
int has_nowhere(void) { return nowhere != NULL; }
int *thread_address(void) { return &per_thread; }
int next_hidden(void) { return ++hidden_per_thread; }
void (*callback(void (*f)(const char *)))(const char *) { f("from the library"); return f; }
__attribute__((constructor)) static void loaded(void) { puts("library loaded"); }
__attribute__((destructor)) static void gone(void) { puts("library gone"); }
static int pick(int x) { return x * 2; }
static int (*picker(void))(int) { return pick; }
int picked(int x) __attribute__((ifunc("picker")));
struct point shift(struct point p, double by) { p.x += by, p.y -= by; return p; }
