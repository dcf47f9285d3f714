/* crtbegin.o (programs) and, with -DSHARED, crtbeginS.o (shared libraries).

   Every object that runs destructors needs its own hidden __dso_handle: __cxa_atexit files each
   destructor under it, and unloading the object runs exactly those (Itanium C++ ABI, 3.3.5). */

extern void __cxa_finalize(void *) __attribute__((weak));

#ifdef SHARED
__attribute__((visibility("hidden"))) void *__dso_handle = &__dso_handle;

static void finalize(void)
{
	if (__cxa_finalize)
		__cxa_finalize(__dso_handle);
}

__attribute__((section(".fini_array"), used)) static void (*const run_at_unload)(void) = finalize;
#else
__attribute__((visibility("hidden"))) void *__dso_handle = 0;
#endif
