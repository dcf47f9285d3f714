/* A double has its halves in another order than its bytes.

   ac_cv_mixed_endian_double = yes | no */
int main(void) { double x = -1; return ((unsigned char *)&x)[3] != 0xbf; }
