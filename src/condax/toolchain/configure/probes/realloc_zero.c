/* realloc(NULL, 0) gives a pointer.

   ac_cv_func_realloc_0_nonnull = yes | no */
#include <stdlib.h>
int main(void) { return realloc(NULL, 0) == NULL; }
