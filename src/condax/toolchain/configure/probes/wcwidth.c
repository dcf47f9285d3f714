/* wcwidth gives letters one column, and mbstowcs converts the C locale.

   bash_cv_wcwidth_broken = no | yes
   ac_cv_broken_mbstowcs = no | yes */
#define _GNU_SOURCE
#include <stdlib.h>
#include <wchar.h>
int main(void) { return wcwidth(L'a') != 1 || mbstowcs(NULL, "hello", 0) != 5; }
