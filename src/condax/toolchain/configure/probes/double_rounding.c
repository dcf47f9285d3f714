/* Arithmetic of doubles is rounded twice, as on the x87.

   ac_cv_x87_double_rounding = yes | no */
int main(void)
{
	volatile double large = 1e16, small = 2.99999;
	return large + small != 1e16 + 4;
}
