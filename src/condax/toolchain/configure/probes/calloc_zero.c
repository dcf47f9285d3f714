/* calloc(0, 0) gives a pointer.

   ac_cv_func_calloc_0_nonnull = yes | no */
#include <stdlib.h>
int main(void) { return calloc(0, 0) == NULL; }
