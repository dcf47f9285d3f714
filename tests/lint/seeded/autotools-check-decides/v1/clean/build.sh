#!/bin/bash
set -euo pipefail

# The tarball is from 2009 and has never heard of today's machines.
cp "$BUILD_PREFIX"/share/gnuconfig/config.* ./build-aux

export CFLAGS="$CFLAGS -D_FILE_OFFSET_BITS=64"
./configure --prefix="$PREFIX" \
  --disable-static \
  --with-zlib="$PREFIX"

make -j"$CPU_COUNT"
if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" || "${CROSSCOMPILING_EMULATOR:-}" != "" ]]; then
  make check || { cat tests/test-suite.log; exit 1; }
fi
make install
