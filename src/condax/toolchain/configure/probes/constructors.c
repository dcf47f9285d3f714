/* Functions marked as constructors and destructors run.

   krb5_cv_attr_constructor_destructor = yes,yes | no,no */
#include <unistd.h>
static int constructed;
__attribute__((constructor)) static void construct(void) { constructed = 1; }
__attribute__((destructor)) static void destruct(void) { _exit(constructed ? 0 : 1); }
int main(void) { return 2; }
