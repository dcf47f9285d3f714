/* A double has its sign in the first byte.

   ac_cv_big_endian_double = yes | no */
int main(void) { double x = -1; return ((unsigned char *)&x)[0] != 0xbf; }
