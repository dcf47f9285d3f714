/* localtime, gettimeofday and tzset leave each other's results alone, and nanosleep and usleep
   sleep.

   gl_cv_func_gettimeofday_clobber = no | yes
   gl_cv_func_tzset_clobber = no | yes
   gl_cv_func_usleep_works = yes | no
   cf_cv_func_nanosleep = yes | no
   ac_cv_working_tzset = yes | no */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
int main(void)
{
	time_t t = 1000000000;
	struct tm *shared = localtime(&t), kept = *shared;
	struct timeval now;
	struct timespec moment = {0, 1000};
	gettimeofday(&now, NULL);
	tzset();
	if (memcmp(shared, &kept, sizeof kept) || usleep(1000000 / 1000) || sleep(0) || nanosleep(&moment, NULL))
		return 1;
	setenv("TZ", "UTC+0", 1);
	tzset();
	if (localtime(&t)->tm_hour != 1 || strcmp(tzname[0], "UTC"))
		return 1;
	setenv("TZ", "EST+5EDT,M4.1.0,M10.5.0", 1);
	tzset();
	if (localtime(&t)->tm_hour != 21 || strcmp(tzname[0], "EST") || strcmp(tzname[1], "EDT"))
		return 1;
	setenv("TZ", "AEST-10AEDT-11,M10.5.0,M3.5.0", 1);
	tzset();
	return localtime(&t)->tm_hour != 11 || strcmp(tzname[0], "AEST");
}
