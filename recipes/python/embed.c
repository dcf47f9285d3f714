#include <Python.h>

int main(void)
{
	Py_Initialize();
	if (PyRun_SimpleString("import math\nassert math.hypot(3, 4) == 5\nprint('embedded')"))
		return 1;
	return Py_FinalizeEx();
}
