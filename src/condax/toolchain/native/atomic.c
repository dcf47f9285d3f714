/* libatomic.a: what compilers call for atomic objects that the CPU has no instruction for, by the
   names and with the meaning of gcc's libatomic. Objects of 16 bytes are handled without a lock
   where the CPU can; others share a table of locks, which has one name in the whole process. */

typedef __SIZE_TYPE__ size;
typedef unsigned char byte;
typedef unsigned __int128 u16 __attribute__((aligned(16)));

#define ROUTINE __attribute__((weak))
#define ORDER __ATOMIC_SEQ_CST
#if defined(__riscv)
enum { LARGEST = 8 };
#else
enum { LARGEST = 16 };
#endif

/* Every library that has this table exports it, and all use the first one that was loaded. */
enum { LOCKS = 64, LINE = 64 };
struct lock {
	int held;
} __attribute__((aligned(LINE)));
__attribute__((weak, visibility("default"))) struct lock __condax_atomic_locks[LOCKS];

static struct lock *acquire(const volatile void *object)
{
	/* All bytes of one cache line have one lock: objects that are compared may overlap. */
	size line = (size)object / LINE;
	struct lock *lock = &__condax_atomic_locks[(line ^ line / LOCKS) % LOCKS];
	while (__atomic_exchange_n(&lock->held, 1, __ATOMIC_ACQUIRE))
		while (__atomic_load_n(&lock->held, __ATOMIC_RELAXED))
			;
	return lock;
}

static void release(struct lock *lock) { __atomic_store_n(&lock->held, 0, __ATOMIC_RELEASE); }

static void copy(volatile byte *to, const volatile byte *from, size count)
{
	for (size i = 0; i < count; i++)
		to[i] = from[i];
}

static int differ(const volatile byte *a, const volatile byte *b, size count)
{
	for (size i = 0; i < count; i++)
		if (a[i] != b[i])
			return 1;
	return 0;
}

static int is_lock_free(size count, const volatile void *object)
{
	/* What is not aligned may cross the end of what the CPU reads at once. */
	return count && count <= LARGEST && !(count & (count - 1)) && !((size)object & (count - 1));
}

/* Clang knows the names and gives them types of its own. */
#define NAMED(result, name, parameters)                                                            \
	ROUTINE result routine_##name parameters __asm__("__atomic_" #name);                       \
	ROUTINE result routine_##name parameters

#define LOAD(n, type)                                                                              \
	type value = __atomic_load_n((const volatile type *)object, ORDER);                        \
	copy(result, (const byte *)&value, n);
#define EXCHANGE(n, type)                                                                          \
	type value;                                                                                \
	copy((byte *)&value, desired, n);                                                          \
	value = __atomic_exchange_n((volatile type *)object, value, ORDER);                        \
	if (result)                                                                                \
		copy(result, (const byte *)&value, n);
#define COMPARE(n, type)                                                                           \
	type wanted, next;                                                                         \
	copy((byte *)&wanted, expected, n);                                                        \
	copy((byte *)&next, desired, n);                                                           \
	int same = __atomic_compare_exchange_n((volatile type *)object, &wanted, next, 0, ORDER,   \
					       ORDER);                                             \
	if (!same)                                                                                 \
		copy(expected, (const byte *)&wanted, n);                                          \
	return same;

typedef unsigned short u2 __attribute__((may_alias));
typedef unsigned int u4 __attribute__((may_alias));
typedef unsigned long u8 __attribute__((may_alias));
typedef byte u1;

#if defined(__riscv)
#define SIXTEEN(work)
#else
#define SIXTEEN(work)                                                                              \
	case 16: {                                                                                 \
		work(16, u16)                                                                      \
	} break;
#endif
#define BY_SIZE(work)                                                                              \
	switch (is_lock_free(count, object) ? count : 0) {                                         \
	case 1: {                                                                                  \
		work(1, u1)                                                                        \
	} break;                                                                                   \
	case 2: {                                                                                  \
		work(2, u2)                                                                        \
	} break;                                                                                   \
	case 4: {                                                                                  \
		work(4, u4)                                                                        \
	} break;                                                                                   \
	case 8: {                                                                                  \
		work(8, u8)                                                                        \
	} break;                                                                                   \
		SIXTEEN(work)                                                                      \
	default: {                                                                                 \
		struct lock *lock = acquire(object);

#define END                                                                                        \
	}                                                                                          \
	}

static void read_object(size count, const volatile void *object, byte *result)
{
	BY_SIZE(LOAD)
	copy(result, object, count);
	release(lock);
	END
}

/* The former value is dropped where there is no `result`. */
static void replace(size count, volatile void *object, const byte *desired, byte *result)
{
	BY_SIZE(EXCHANGE)
	/* The new value and the place of the former one may be the same. */
	for (size i = 0; i < count; i++) {
		byte old = ((volatile byte *)object)[i], new = desired[i];
		((volatile byte *)object)[i] = new;
		if (result)
			result[i] = old;
	}
	release(lock);
	END
}

static int compare(size count, volatile void *object, byte *expected, const byte *desired)
{
	BY_SIZE(COMPARE)
	int same = !differ(object, expected, count);
	if (same)
		copy(object, desired, count);
	else
		copy(expected, object, count);
	release(lock);
	return same;
	END
}

NAMED(void, load, (size count, const volatile void *object, void *result, int order))
{
	(void)order;
	read_object(count, object, result);
}

NAMED(void, store, (size count, volatile void *object, const void *desired, int order))
{
	(void)order;
	replace(count, object, desired, 0);
}

NAMED(void, exchange,
      (size count, volatile void *object, const void *desired, void *result, int order))
{
	(void)order;
	replace(count, object, desired, result);
}

NAMED(_Bool, compare_exchange,
      (size count, volatile void *object, void *expected, const void *desired, int success,
       int failure))
{
	(void)success, (void)failure;
	return compare(count, object, expected, desired);
}

NAMED(_Bool, is_lock_free, (size count, const volatile void *object))
{
	return is_lock_free(count, object);
}

#define OPERATION(n, type, name, expression)                                                       \
	static type update_##name##_##n(volatile void *object, type operand, int after)            \
	{                                                                                          \
		type old, new;                                                                     \
		read_object(n, object, (byte *)&old);                                              \
		do                                                                                 \
			new = (type)(expression);                                                  \
		while (!compare(n, object, (byte *)&old, (const byte *)&new));                     \
		return after ? new : old;                                                          \
	}                                                                                          \
	NAMED(type, fetch_##name##_##n, (volatile void *object, type operand, int order))          \
	{                                                                                          \
		(void)order;                                                                       \
		return update_##name##_##n(object, operand, 0);                                    \
	}                                                                                          \
	NAMED(type, name##_fetch_##n, (volatile void *object, type operand, int order))            \
	{                                                                                          \
		(void)order;                                                                       \
		return update_##name##_##n(object, operand, 1);                                    \
	}

#define SIZED(n, type)                                                                             \
	NAMED(type, load_##n, (const volatile void *object, int order))                            \
	{                                                                                          \
		type result;                                                                       \
		(void)order;                                                                       \
		read_object(n, object, (byte *)&result);                                           \
		return result;                                                                     \
	}                                                                                          \
	NAMED(void, store_##n, (volatile void *object, type desired, int order))                   \
	{                                                                                          \
		(void)order;                                                                       \
		replace(n, object, (const byte *)&desired, 0);                                     \
	}                                                                                          \
	NAMED(type, exchange_##n, (volatile void *object, type desired, int order))                \
	{                                                                                          \
		(void)order;                                                                       \
		replace(n, object, (const byte *)&desired, (byte *)&desired);                      \
		return desired;                                                                    \
	}                                                                                          \
	NAMED(_Bool, compare_exchange_##n,                                                         \
	      (volatile void *object, void *expected, type desired, int success, int failure))     \
	{                                                                                          \
		(void)success, (void)failure;                                                      \
		return compare(n, object, expected, (const byte *)&desired);                       \
	}                                                                                          \
	NAMED(_Bool, test_and_set_##n, (volatile void *object, int order))                         \
	{                                                                                          \
		byte set = 1;                                                                      \
		(void)order;                                                                       \
		replace(1, object, &set, &set);                                                    \
		return set;                                                                        \
	}                                                                                          \
	OPERATION(n, type, add, old + operand)                                                     \
	OPERATION(n, type, sub, old - operand)                                                     \
	OPERATION(n, type, and, old & operand)                                                     \
	OPERATION(n, type, or, old | operand)                                                      \
	OPERATION(n, type, xor, old ^ operand)                                                     \
	OPERATION(n, type, nand, ~(old & operand))

SIZED(1, u1)
SIZED(2, u2)
SIZED(4, u4)
SIZED(8, u8)
SIZED(16, u16)

