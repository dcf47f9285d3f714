#include <Python.h>
#include <sys/stat.h>

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

/* From glibc 2.33 on, stat() is a symbol of its own: it shows what libc this was compiled for. */
static PyObject *is_folder(PyObject *self, PyObject *path)
{
	const char *name = PyUnicode_AsUTF8(path);
	struct stat found;

	return name ? PyBool_FromLong(!stat(name, &found) && S_ISDIR(found.st_mode)) : NULL;
}

static PyMethodDef methods[] = {
	{"is_folder", is_folder, METH_O, NULL},
	{"machine", machine, METH_NOARGS, NULL},
	{"pointer_size", pointer_size, METH_NOARGS, NULL},
	{NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_sizes", NULL, 0, methods};

PyMODINIT_FUNC PyInit__sizes(void)
{
	return PyModule_Create(&module);
}
