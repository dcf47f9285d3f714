/* Writes compressed numbers of the other byte order and of every native type; reads them again. */
#include <float.h>
#include <hdf5.h>
#include <hdf5_hl.h>
#include <stdio.h>
#include <string.h>

enum { COUNT = 1000 };

static int other_byte_order(hid_t file)
{
	static double written[COUNT], read[COUNT];
	hsize_t size = COUNT, chunk = 100;
	hid_t space = H5Screate_simple(1, &size, NULL), how = H5Pcreate(H5P_DATASET_CREATE), set;

	for (int i = 0; i < COUNT; i++)
		written[i] = i % 50 / 8.0 - 3;
	H5Pset_chunk(how, 1, &chunk);
	H5Pset_deflate(how, 6);
	set = H5Dcreate2(file, "packed", H5T_IEEE_F64BE, space, H5P_DEFAULT, how, H5P_DEFAULT);
	if (H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, written) < 0)
		return 1;
	if (H5Dget_storage_size(set) > sizeof written / 4)
		return 2;
	if (H5LTread_dataset_double(file, "packed", read) < 0)
		return 3;
	for (int i = 0; i < COUNT; i++)
		if (read[i] != written[i])
			return 4;
	H5Dclose(set);
	return 0;
}

/* What H5detect found out by running on the target: the layout of long double. */
static int long_double(hid_t file)
{
	hsize_t size = 3;
	long double written[] = {1.0L / 3, -2.5L, 1e20L}, read[3];
	long whole[3];

	if (H5LTmake_dataset(file, "long", 1, &size, H5T_NATIVE_LDOUBLE, written) < 0)
		return 5;
	if (H5LTread_dataset(file, "long", H5T_NATIVE_LDOUBLE, read) < 0)
		return 6;
	for (int i = 0; i < 3; i++)
		if (read[i] != written[i])
			return 7;
	if (H5Tget_size(H5T_NATIVE_LDOUBLE) != sizeof(long double))
		return 8;
	/* In place, from the wider type to the narrower. */
	read[2] = 4e9L;
	if (H5Tconvert(H5T_NATIVE_LDOUBLE, H5T_NATIVE_LONG, 3, read, NULL, H5P_DEFAULT) < 0)
		return 9;
	memcpy(whole, read, sizeof whole);
	if (whole[0] != 0 || whole[1] != -2 || whole[2] != 4000000000)
		return 10;
	return 0;
}

int main(void)
{
	hid_t file = H5Fcreate("numbers.h5", H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
	int problem = file < 0 ? 11 : other_byte_order(file);

	if (!problem)
		problem = long_double(file);
	printf("long double: %zu bytes, precision %zu, %d digits\n", H5Tget_size(H5T_NATIVE_LDOUBLE),
	       H5Tget_precision(H5T_NATIVE_LDOUBLE), LDBL_DIG);
	return H5Fclose(file) < 0 ? 12 : problem;
}
