#include <Python.h>

#if defined(__x86_64__)
#define MACHINE "x86_64"
#elif defined(__aarch64__)
#define MACHINE "aarch64"
#elif defined(__powerpc64__)
#define MACHINE "ppc64le"
#endif

static PyObject *machine(PyObject *self, PyObject *none)
{
	return PyUnicode_FromString(MACHINE);
}

static PyObject *pointer_size(PyObject *self, PyObject *none)
{
	return PyLong_FromSize_t(sizeof(void *));
}

static PyMethodDef methods[] = {
	{"machine", machine, METH_NOARGS, NULL},
	{"pointer_size", pointer_size, METH_NOARGS, NULL},
	{NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_sizes", NULL, 0, methods};

PyMODINIT_FUNC PyInit__sizes(void)
{
	return PyModule_Create(&module);
}
