#!/bin/bash
set -euxo pipefail

./configure --prefix="$PREFIX" --build="$BUILD" --host="$HOST" \
  --disable-static --disable-nls --disable-doc

make -j"$CPU_COUNT"
if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" || "${CROSSCOMPILING_EMULATOR:-}" != "" ]]; then
  make -j"$CPU_COUNT" check
fi
make install
rm "$PREFIX/lib/liblzma.la"
