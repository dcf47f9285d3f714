/* wchar_t has a sign.

   ac_cv_wchar_t_signed = yes | no */
#include <wchar.h>
int main(void) { return (wchar_t)-1 > 0; }
