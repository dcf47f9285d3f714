/* A double has its sign in the last byte.

   ac_cv_little_endian_double = yes | no */
int main(void) { double x = -1; return ((unsigned char *)&x)[7] != 0xbf; }
