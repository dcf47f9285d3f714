/* setjmp: registers that a callee saves come back, whole and floating. */
#include <setjmp.h>
#include <stdio.h>
static jmp_buf place;
__attribute__((noinline)) static void spoil(int depth, double x)
{
	volatile double a[8];
	for (int i = 0; i < 8; i++)
		a[i] = x * i;
	if (depth)
		spoil(depth - 1, a[depth % 8] + 1);
	else
		longjmp(place, 3);
}
__attribute__((noinline)) static double work(int n, double x, long double y)
{
	double a = x * 2, b = x * 3, c = x * 5, d = x * 7;
	long i = n * 11L, j = n * 13L, k = n * 17L, l = n * 19L;
	int way = setjmp(place);
	if (!way)
		spoil(9, x);
	return a + b + c + d + (double)(i + j + k + l) + way + (double)y;
}
int main(void)
{
	for (int n = 1; n < 6; n++)
		printf("%.3f\n", work(n, n * 1.5, n * 0.25L));
	return 0;
}
