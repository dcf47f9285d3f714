#!/bin/bash
set -euxo pipefail

./configure --prefix="$PREFIX" --build="$BUILD" --host="$HOST" \
  --disable-static --disable-docs --disable-multi-os-directory
make -j"$CPU_COUNT"
make install
rm "$PREFIX/lib/libffi.la"
