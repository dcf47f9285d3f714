/* Arrays of variable length, alloca and aligned locals, in loops. */
#include <alloca.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
__attribute__((noinline)) static int sum(int n, int m, int a[n][m])
{
	int total = 0;
	for (int i = 0; i < n; i++)
		for (int j = 0; j < m; j++)
			total += a[i][j];
	return total;
}
__attribute__((noinline)) static int work(int n)
{
	_Alignas(64) char aligned[n > 0 ? 64 : 1];
	int a[n][n + 1];
	char *texts[8];
	memset(aligned, n, sizeof aligned);
	for (int i = 0; i < n; i++)
		for (int j = 0; j <= n; j++)
			a[i][j] = i * j;
	for (int i = 0; i < 8; i++) {
		texts[i] = alloca((size_t)(n * 100 + i));
		memset(texts[i], 'a' + i, (size_t)(n * 100));
	}
	return sum(n, n + 1, a) + texts[7][n] + texts[0][0] + aligned[n] + (int)((uintptr_t)texts[3] % __BIGGEST_ALIGNMENT__);
}
int main(void)
{
	for (int n = 1; n < 9; n++)
		printf("%d %zu\n", work(n), sizeof(int[n][3]));
	return 0;
}
