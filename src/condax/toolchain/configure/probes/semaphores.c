/* Unnamed semaphores of POSIX work, and sem_getvalue tells their value.

   ac_cv_posix_semaphores_enabled = yes | no
   ac_cv_broken_sem_getvalue = no | yes */
#include <semaphore.h>
int main(void)
{
	sem_t semaphore;
	int value = 0;
	return sem_init(&semaphore, 0, 3) || sem_getvalue(&semaphore, &value) || value != 3 ||
	       sem_wait(&semaphore) || sem_getvalue(&semaphore, &value) || value != 2;
}
