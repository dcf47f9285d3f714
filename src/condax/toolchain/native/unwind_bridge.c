/* Two unwinders in one process. `pthread_exit` and `pthread_cancel` of glibc load libgcc_s.so.1 and
   let it unwind the thread, whatever unwinder its code was linked with; then routines of this
   runtime are called with contexts of libgcc. What LLVM's unwinder knows nothing of is handed back:
   the routines that take a context, and those that go on with an unwinding that is forced.

   LLVM's own are compiled under the names `llvm_Unwind_...`. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <libunwind.h>
#include <stdint.h>
#include <unwind.h>

#if defined(_LIBUNWIND_LINK_DL_LIB)
#pragma comment(lib, "dl")
#endif

#if defined(_LIBUNWIND_HIDE_SYMBOLS)
#define PUBLIC __attribute__((visibility("hidden")))
#else
#define PUBLIC __attribute__((visibility("default")))
#endif

typedef struct _Unwind_Context context_t;
typedef struct _Unwind_Exception exception_t;

/* Every cursor of LLVM begins with the address of its class's table of functions, which lies in the
   library that the unwinder is part of: this one, or another one with a copy. What libgcc's contexts
   begin with is where a register was saved, on the stack. */
static int is_llvms(context_t *context)
{
	static void *volatile own;
	void *first = *(void **)context;
	Dl_info library;
	if (!own) {
		unw_context_t registers;
		unw_cursor_t cursor;
		unw_getcontext(&registers);
		unw_init_local(&cursor, &registers);
		own = *(void **)&cursor;
	}
	return first == own || dladdr(first, &library);
}

/* A routine of the libgcc_s that is loaded, if one is. */
static void *libgccs(const char *name)
{
	void *library = dlopen("libgcc_s.so.1", RTLD_LAZY | RTLD_NOLOAD);
	void *found = library ? dlsym(library, name) : 0;
	if (library)
		dlclose(library);
	return found;
}

#define CONTEXT_ROUTINE(result, name, parameters, arguments)                                       \
	result llvm_Unwind_##name parameters;                                                      \
	PUBLIC result _Unwind_##name parameters                                                    \
	{                                                                                          \
		if (is_llvms(context))                                                             \
			return llvm_Unwind_##name arguments;                                       \
		return ((result(*) parameters)libgccs("_Unwind_" #name))arguments;                 \
	}

CONTEXT_ROUTINE(uintptr_t, GetGR, (context_t * context, int number), (context, number))
CONTEXT_ROUTINE(void, SetGR, (context_t * context, int number, uintptr_t value), (context, number, value))
CONTEXT_ROUTINE(uintptr_t, GetIP, (context_t * context), (context))
CONTEXT_ROUTINE(void, SetIP, (context_t * context, uintptr_t value), (context, value))
CONTEXT_ROUTINE(uintptr_t, GetIPInfo, (context_t * context, int *is_before), (context, is_before))
CONTEXT_ROUTINE(uintptr_t, GetCFA, (context_t * context), (context))
CONTEXT_ROUTINE(uintptr_t, GetRegionStart, (context_t * context), (context))
CONTEXT_ROUTINE(uintptr_t, GetLanguageSpecificData, (context_t * context), (context))
CONTEXT_ROUTINE(uintptr_t, GetDataRelBase, (context_t * context), (context))
CONTEXT_ROUTINE(uintptr_t, GetTextRelBase, (context_t * context), (context))

/* Set by whoever starts a forced unwinding: the function that says where it ends. */
static int is_forced(const exception_t *exception) { return exception->private_1 != 0; }

typedef _Unwind_Reason_Code forced_t(exception_t *, _Unwind_Stop_Fn, void *);
forced_t llvm_Unwind_ForcedUnwind;
PUBLIC _Unwind_Reason_Code _Unwind_ForcedUnwind(exception_t *exception, _Unwind_Stop_Fn stop, void *data)
{
	forced_t *other = (forced_t *)libgccs("_Unwind_ForcedUnwind");
	return (other ? other : llvm_Unwind_ForcedUnwind)(exception, stop, data);
}

void llvm_Unwind_Resume(exception_t *exception);
PUBLIC void _Unwind_Resume(exception_t *exception)
{
	void (*other)(exception_t *) = 0;
	if (is_forced(exception))
		other = (void (*)(exception_t *))libgccs("_Unwind_Resume");
	(other ? other : llvm_Unwind_Resume)(exception);
	__builtin_unreachable();
}

typedef _Unwind_Reason_Code rethrow_t(exception_t *);
rethrow_t llvm_Unwind_Resume_or_Rethrow;
PUBLIC _Unwind_Reason_Code _Unwind_Resume_or_Rethrow(exception_t *exception)
{
	rethrow_t *other = 0;
	if (is_forced(exception))
		other = (rethrow_t *)libgccs("_Unwind_Resume_or_Rethrow");
	return (other ? other : llvm_Unwind_Resume_or_Rethrow)(exception);
}
