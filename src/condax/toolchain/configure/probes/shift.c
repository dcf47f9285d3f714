/* A right shift of a negative number is negative.

   ac_cv_rshift_extends_sign = yes | no */
int main(void) { volatile int n = -1; return n >> 3 != -1; }
