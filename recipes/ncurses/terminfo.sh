# Reads the terminal database, and compiles and decompiles an entry of its own.
set -euxo pipefail

unset TERMINFO TERMINFO_DIRS
test "$(tput -T xterm-256color colors)" = 256
test "$(tput -T vt100 cols)" = 80
test "$(tput -T xterm cup 4 9 | od -An -c | tr -d ' \n')" = '033[5;10H'
test "$(toe "$PREFIX/share/terminfo" | wc -l)" -gt 1000

export TERMINFO="$PWD/terminfo"
mkdir -p "$TERMINFO"
printf 'mine|a terminal of my own,\n\tam, cols#77, it#8, bel=^G, setaf=\\E[3%%p1%%dm, use=vt100,\n' > mine.ti
tic -x mine.ti
test "$(tput -T mine cols)" = 77
infocmp -1 mine | grep 'setaf=\\E\[3%p1%dm'
