/* Stands where a python is looked for, and replaces itself with the cross interpreter of the prefix
   that this file lies in; whatever link led here, the kernel knows the file's place. */

#include "system_calls.h"

#define PATH_SIZE 4096
#define INTERPRETER "/venv/bin/cross-python"

__attribute__((noreturn, used)) void run(char **stack)
{
	static char path[PATH_SIZE + sizeof INTERPRETER];
	long count = (long)stack[0];
	char **arguments = stack + 1, **environment = arguments + count + 1;
	long length = read_link("/proc/self/exe", path, PATH_SIZE);

	for (int slashes = 0; length > 0 && slashes < 2; length--)
		slashes += path[length - 1] == '/';
	for (size i = 0; i < sizeof INTERPRETER; i++)
		path[(size)length + i] = INTERPRETER[i];
	arguments[0] = path;
	system_call(SYS_execve, (long)path, (long)arguments, (long)environment);
	static const char message[] = "cross-python: there is no interpreter beside this program\n";
	system_call(SYS_write, 2, (long)message, sizeof message - 1);
	system_call(SYS_exit, 127, 0, 0);
	__builtin_unreachable();
}
