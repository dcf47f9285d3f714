/* mktime knows the ends of time_t, and daylight saving time.

   ac_cv_func_working_mktime = yes | no
   gl_cv_func_working_mktime = yes | no */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
int main(void)
{
	struct tm moment = {.tm_year = 98, .tm_mon = 3, .tm_mday = 5, .tm_hour = 2, .tm_isdst = -1};
	setenv("TZ", "PST8PDT,M4.1.0,M10.5.0", 1);
	tzset();
	if (mktime(&moment) == (time_t)-1)
		return 1;
	for (time_t t = -1000000000; t < 4000000000; t += 12345677) {
		struct tm broken = *localtime(&t);
		if (mktime(&broken) != t)
			return 1;
	}
	struct tm last = {.tm_year = INT_MAX, .tm_mon = INT_MAX, .tm_mday = INT_MAX, .tm_isdst = -1};
	time_t far = mktime(&last);
	return far != -1 && far < 0;
}
