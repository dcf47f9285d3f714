/* What the CPU of this machine can do, by the names of clang and of the kernel, and what is chosen. */
#include <asm/hwcap.h>
#include <stdio.h>
#include <sys/auxv.h>

#define ASK(name, word, bits) \
	printf("%s %d %d\n", name, !!__builtin_cpu_supports(name), (getauxval(word) & (bits)) == (bits))
#define ONE(name, bits) ASK(name, AT_HWCAP, bits)
#define TWO(name, bits) ASK(name, AT_HWCAP2, bits)

__attribute__((target_clones("sve2", "lse", "default"))) int cloned(int x) { return x + 1; }

__attribute__((target_version("sve2"))) const char *chosen(void) { return "sve2"; }
__attribute__((target_version("dotprod"))) const char *chosen(void) { return "dotprod"; }
__attribute__((target_version("default"))) const char *chosen(void) { return "default"; }

/* Before main: features are known by then. */
static int early;
__attribute__((constructor)) static void look(void) { early = !!__builtin_cpu_supports("simd"); }

int main(void)
{
	ONE("fp", HWCAP_FP), ONE("simd", HWCAP_ASIMD), ONE("aes", HWCAP_AES | HWCAP_PMULL);
	ONE("sha2", HWCAP_SHA2), ONE("crc", HWCAP_CRC32), ONE("lse", HWCAP_ATOMICS);
	ONE("fp16", HWCAP_FPHP), ONE("rdm", HWCAP_ASIMDRDM), ONE("jscvt", HWCAP_JSCVT);
	ONE("fcma", HWCAP_FCMA), ONE("rcpc", HWCAP_LRCPC), ONE("dpb", HWCAP_DCPOP);
	ONE("sha3", HWCAP_SHA3), ONE("sm4", HWCAP_SM4), ONE("dotprod", HWCAP_ASIMDDP);
	ONE("sve", HWCAP_SVE), ONE("fp16fml", HWCAP_ASIMDFHM), ONE("dit", HWCAP_DIT);
	ONE("rcpc2", HWCAP_ILRCPC), ONE("flagm", HWCAP_FLAGM), ONE("ssbs", HWCAP_SSBS);
	ONE("sb", HWCAP_SB), TWO("dpb2", HWCAP2_DCPODP), TWO("sve2", HWCAP2_SVE2);
	TWO("sve2-aes", HWCAP2_SVEPMULL), TWO("sve2-bitperm", HWCAP2_SVEBITPERM);
	TWO("sve2-sha3", HWCAP2_SVESHA3), TWO("sve2-sm4", HWCAP2_SVESM4);
	TWO("flagm2", HWCAP2_FLAGM2), TWO("frintts", HWCAP2_FRINT);
	TWO("f32mm", HWCAP2_SVEF32MM), TWO("f64mm", HWCAP2_SVEF64MM), TWO("i8mm", HWCAP2_I8MM);
	TWO("bf16", HWCAP2_BF16), TWO("rng", HWCAP2_RNG), TWO("bti", HWCAP2_BTI);
	TWO("memtag", HWCAP2_MTE), TWO("sme", HWCAP2_SME), TWO("sme-i16i64", HWCAP2_SME_I16I64);
	TWO("sme-f64f64", HWCAP2_SME_F64F64), TWO("wfxt", HWCAP2_WFXT), TWO("cssc", HWCAP2_CSSC);
	TWO("sme2", HWCAP2_SME2), TWO("mops", HWCAP2_MOPS), TWO("rcpc3", HWCAP2_LRCPC3);
	printf("early %d\n", early);
	printf("chosen %s %d\n", chosen(), cloned(1));
	return 0;
}
