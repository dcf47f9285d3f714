#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <Python.h>
#include <numpy/arrayobject.h>
#include <numpy/arrayscalars.h>

static PyObject *total(PyObject *self, PyObject *values)
{
	PyArrayObject *array = (PyArrayObject *)PyArray_ContiguousFromAny(values, NPY_LONGDOUBLE, 1, 1);
	long double sum = 0;
	PyObject *result;

	if (!array)
		return NULL;
	for (npy_intp i = 0; i < PyArray_DIM(array, 0); i++)
		sum += ((long double *)PyArray_DATA(array))[i];
	Py_DECREF(array);
	result = PyArrayScalar_New(LongDouble);
	if (result)
		PyArrayScalar_ASSIGN(result, LongDouble, sum);
	return result;
}

static PyMethodDef methods[] = {
	{"total", total, METH_O, NULL},
	{NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_sums", NULL, 0, methods};

PyMODINIT_FUNC PyInit__sums(void)
{
	import_array();
	return PyModule_Create(&module);
}
