#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

/* Types a line with editing keys in it, and looks up what was typed. */
int main(void)
{
	FILE *in = tmpfile();
	char *line, *expanded;

	setenv("TERM", "vt100", 1);
	setenv("INPUTRC", "/dev/null", 1);
	/* Beginning of line, forward one word, then the rest of "make it so". */
	fputs("make so\001\033f it\n", in);
	rewind(in);
	rl_instream = in;
	rl_outstream = fopen("/dev/null", "w");
	line = readline("> ");
	if (!line || strcmp(line, "make it so")) {
		printf("read \"%s\"\n", line ? line : "nothing");
		return 1;
	}
	using_history();
	add_history(line);
	if (history_expand("!make again", &expanded) != 1 || strcmp(expanded, "make it so again"))
		return 2;
	if (history_length != 1 || strcmp(history_get(history_base)->line, line))
		return 3;
	printf("readline %s\n", rl_library_version);
	return 0;
}
