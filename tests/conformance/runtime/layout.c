/* Sizes, offsets and alignments of types, and what bit fields hold. */
#include <complex.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdio.h>
#include <wchar.h>
struct a { char c; short s; int i; long l; long long ll; float f; double d; long double ld; void *p; };
struct b { int a : 3; unsigned b : 5; long c : 33; char d : 7; int : 0; short e : 9; _Bool g : 1; };
struct __attribute__((packed)) c { char c; int i; long double x; struct { short s; } in; };
struct d { char c; __int128 x; double complex z; char end[]; };
struct e { char c; struct { char d; _Alignas(32) int i; }; union { char u; double v; }; };
union u { char c[5]; int i; struct b fields; };
enum small { A, B }; enum large { C = 0x1ffffffffL }; enum negative { D = -1 };
#define SIZE(t) printf(#t " %zu %zu\n", sizeof(t), _Alignof(t))
int main(void)
{
	SIZE(char), SIZE(short), SIZE(int), SIZE(long), SIZE(long long), SIZE(float), SIZE(double), SIZE(long double);
	SIZE(wchar_t), SIZE(wint_t), SIZE(_Bool), SIZE(size_t), SIZE(ptrdiff_t), SIZE(max_align_t), SIZE(__int128);
	SIZE(struct a), SIZE(struct b), SIZE(struct c), SIZE(struct d), SIZE(struct e), SIZE(union u), SIZE(jmp_buf);
	SIZE(enum small), SIZE(enum large), SIZE(enum negative), SIZE(long double complex);
	printf("%zu %zu %zu\n", offsetof(struct a, ld), offsetof(struct c, in), offsetof(struct d, end));
	printf("%zu %zu %zu\n", offsetof(struct e, i), offsetof(struct e, v), offsetof(struct d, z));
	struct b b = {.a = -2, .b = 17, .c = -123456789012, .d = 63, .e = -200, .g = 1};
	for (size_t i = 0; i < sizeof b; i++)
		printf("%02x", ((unsigned char *)&b)[i]);
	printf("\n%d %d %d %d\n", (char)-1 < 0, (wchar_t)-1 < 0, (enum small)-1 < 0, b.a);
	return 0;
}
