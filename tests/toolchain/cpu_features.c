/* What the CPU of this machine can do, by every name that both compilers know. */
#include <stdio.h>
#define ASK(name) printf("%s %d\n", name, !!__builtin_cpu_supports(name))
__attribute__((target_clones("avx2", "arch=x86-64-v3", "default"))) int chosen(int x)
{
	return x + 1;
}
/* Before main: features are known by then. */
static int early;
__attribute__((constructor)) static void look(void) { early = !!__builtin_cpu_supports("sse2"); }
int main(void)
{
	ASK("cmov"), ASK("mmx"), ASK("popcnt"), ASK("sse"), ASK("sse2"), ASK("sse3"), ASK("ssse3");
	ASK("sse4.1"), ASK("sse4.2"), ASK("avx"), ASK("avx2"), ASK("sse4a"), ASK("fma4"), ASK("xop");
	ASK("fma"), ASK("avx512f"), ASK("bmi"), ASK("bmi2"), ASK("aes"), ASK("pclmul");
	ASK("avx512vl"), ASK("avx512bw"), ASK("avx512dq"), ASK("avx512cd"), ASK("avx512vbmi");
	ASK("avx512ifma"), ASK("avx512vpopcntdq"), ASK("avx512vbmi2"), ASK("gfni");
	ASK("vpclmulqdq"), ASK("avx512vnni"), ASK("avx512bitalg"), ASK("avx512bf16");
	ASK("avx512vp2intersect"), ASK("x86-64"), ASK("x86-64-v2"), ASK("x86-64-v3");
	ASK("x86-64-v4"), ASK("adx"), ASK("lzcnt"), ASK("movbe"), ASK("rdrnd"), ASK("rdseed");
	ASK("sha"), ASK("vaes"), ASK("xsave"), ASK("f16c"), ASK("avxvnni"), ASK("fsgsbase");
	ASK("avx512fp16"), ASK("clflushopt"), ASK("prfchw");
	printf("%d %d %d ", __builtin_cpu_is("intel"), __builtin_cpu_is("amd"), early);
	printf("%d\n", chosen(1));
	return 0;
}
