/* malloc(0) gives a pointer.

   ac_cv_func_malloc_0_nonnull = yes | no */
#include <stdlib.h>
int main(void) { return malloc(0) == NULL; }
