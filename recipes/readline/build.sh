#!/bin/bash
set -euxo pipefail

./configure --prefix="$PREFIX" --build="$BUILD" --host="$HOST" \
  --disable-static --disable-install-examples --with-shared-termcap-library
make -j"$CPU_COUNT"
make install
rm -r "$PREFIX/share/doc/readline" "$PREFIX"/share/info
