#ifdef WIDE
#define _XOPEN_SOURCE_EXTENDED 1
#endif
#include <curses.h>
#include <locale.h>
#include <panel.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>

/* Draws a panel into a file, and looks for its text among what a terminal would have got. */
int main(void)
{
	char screen[4096];
	FILE *in = fopen("/dev/null", "r"), *out = tmpfile();
	SCREEN *terminal;
	WINDOW *window;
	size_t length;

	setlocale(LC_ALL, "C.UTF-8");
	if (!in || !out || !(terminal = newterm("xterm-256color", out, in)))
		return 1;
	if (tigetnum("colors") != 256 || strcmp(tigetstr("clear"), "\033[H\033[2J"))
		return 2;
	window = newwin(5, 20, 2, 3);
	new_panel(window);
	box(window, 0, 0);
	mvwaddstr(window, 1, 1, "hello");
#ifdef WIDE
	mvwaddwstr(window, 2, 1, L"gr\u00fc\u00df");
#endif
	update_panels();
	doupdate();
	endwin();
	delscreen(terminal);
	rewind(out);
	length = fread(screen, 1, sizeof screen - 1, out);
	screen[length] = 0;
	if (!strstr(screen, "hello"))
		return 3;
#ifdef WIDE
	if (!strstr(screen, "gr\u00fc\u00df"))
		return 4;
#endif
	printf("%s: %zu bytes for the terminal\n", curses_version(), length);
	return 0;
}
