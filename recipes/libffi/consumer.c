#include <ffi.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Every class of argument that the calling conventions pass in a way of its own. */

struct pair {
	double x;
	int n;
};

static double mixed(char c, short s, float f, struct pair p, long double l, void *address)
{
	return c + s + f + p.x + p.n + (double)l + *(int *)address;
}

static int call(void)
{
	ffi_type *members[] = {&ffi_type_double, &ffi_type_sint, NULL};
	ffi_type pair_type = {0, 0, FFI_TYPE_STRUCT, members};
	ffi_type *types[] = {&ffi_type_schar,  &ffi_type_sshort,     &ffi_type_float,
			     &pair_type,       &ffi_type_longdouble, &ffi_type_pointer};
	char c = 1;
	short s = 20;
	float f = 0.5f;
	struct pair p = {300.25, 4000};
	long double l = 50000.125L;
	int target = 600000;
	void *address = &target, *values[] = {&c, &s, &f, &p, &l, &address};
	double result;
	ffi_cif cif;

	if (ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 6, &ffi_type_double, types) != FFI_OK)
		return 1;
	ffi_call(&cif, FFI_FN(mixed), &result, values);
	return fabs(result - 654321.875) > 1e-9;
}

static int variadic(void)
{
	ffi_type *types[] = {&ffi_type_pointer, &ffi_type_pointer, &ffi_type_double, &ffi_type_sint};
	char buffer[32] = "", *to = buffer, *format = "%.2f|%d";
	double x = 2.5;
	int n = -7;
	void *values[] = {&to, &format, &x, &n};
	ffi_arg written;
	ffi_cif cif;

	if (ffi_prep_cif_var(&cif, FFI_DEFAULT_ABI, 2, 4, &ffi_type_sint, types) != FFI_OK)
		return 1;
	ffi_call(&cif, FFI_FN(sprintf), &written, values);
	return (int)written != 7 || buffer[0] != '2' || buffer[6] != '7';
}

static void compare(ffi_cif *cif, void *result, void **arguments, void *order)
{
	int a = **(int **)arguments[0], b = **(int **)arguments[1];

	(void)cif;
	*(ffi_arg *)result = (ffi_arg)(*(int *)order * ((a > b) - (a < b)));
}

static int closure(void)
{
	ffi_type *types[] = {&ffi_type_pointer, &ffi_type_pointer};
	int numbers[] = {3, 1, 4, 1, 5, 9, 2, 6}, descending = -1;
	void *code;
	ffi_closure *block = ffi_closure_alloc(sizeof *block, &code);
	ffi_cif cif;

	if (!block || ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 2, &ffi_type_sint, types) != FFI_OK ||
	    ffi_prep_closure_loc(block, &cif, compare, &descending, code) != FFI_OK)
		return 1;
	qsort(numbers, 8, sizeof *numbers, (int (*)(const void *, const void *))code);
	for (int i = 1; i < 8; i++)
		if (numbers[i - 1] < numbers[i])
			return 1;
	ffi_closure_free(block);
	return 0;
}

int main(void)
{
	int failures = call() | variadic() << 1 | closure() << 2;

	printf("libffi: call %d, variadic %d, closure %d\n", failures & 1, failures >> 1 & 1,
	       failures >> 2);
	return failures;
}
