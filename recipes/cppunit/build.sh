#!/bin/bash
set -euxo pipefail

./configure --prefix="$PREFIX" --build="$BUILD" --host="$HOST" \
  --disable-static --disable-doxygen --disable-dependency-tracking
make -j"$CPU_COUNT"
make install
rm "$PREFIX/lib/libcppunit.la"
rm -rf "$PREFIX/share/doc"
