/* What a static program without a C library starts with: it calls `run` with the initial stack. */

typedef unsigned long size;

#if defined(__x86_64__)
enum {
	SYS_write = 1,
	SYS_stat = 4,
	SYS_brk = 12,
	SYS_execve = 59,
	SYS_exit = 60,
	SYS_readlink = 89
};
static long system_call(long number, long a, long b, long c)
{
	long result;
	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c)
			 : "rcx", "r11", "memory");
	return result;
}
static long read_link(const char *path, char *buffer, size length)
{
	return system_call(SYS_readlink, (long)path, (long)buffer, (long)length);
}
static long get_status(const char *path, long *status)
{
	return system_call(SYS_stat, (long)path, (long)status, 0);
}
__asm__(".globl _start\n_start: xor %ebp, %ebp\n mov %rsp, %rdi\n and $-16, %rsp\n call run\n");
#elif defined(__aarch64__)
enum {
	SYS_write = 64,
	SYS_readlinkat = 78,
	SYS_newfstatat = 79,
	SYS_exit = 93,
	SYS_brk = 214,
	SYS_execve = 221
};
static long system_call4(long number, long a, long b, long c, long d)
{
	register long x8 __asm__("x8") = number, x0 __asm__("x0") = a, x1 __asm__("x1") = b,
		      x2 __asm__("x2") = c, x3 __asm__("x3") = d;
	__asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
	return x0;
}
static long system_call(long number, long a, long b, long c)
{
	return system_call4(number, a, b, c, 0);
}
static long read_link(const char *path, char *buffer, size length)
{
	return system_call4(SYS_readlinkat, -100, (long)path, (long)buffer, (long)length);
}
static long get_status(const char *path, long *status)
{
	return system_call4(SYS_newfstatat, -100, (long)path, (long)status, 0);
}
__asm__(".globl _start\n_start: mov x29, #0\n mov x0, sp\n bl run\n");
#else
#error "condax does not build on this machine"
#endif

/* The compiler may call this for an initialiser. */
void *memset(void *block, int value, size length)
{
	volatile char *byte = block;
	while (length--)
		*byte++ = (char)value;
	return block;
}

static size length_of(const char *text)
{
	size n = 0;
	while (text[n])
		n++;
	return n;
}
