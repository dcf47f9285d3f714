#!/bin/bash
set -euo pipefail

export CFLAGS="$CFLAGS -D_FILE_OFFSET_BITS=64"
./configure --prefix="$PREFIX" \
  --disable-static \
  --with-zlib="$PREFIX"

make -j"$CPU_COUNT"
if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" || "${CROSSCOMPILING_EMULATOR:-}" != "" ]]; then
  make check
fi
make install
