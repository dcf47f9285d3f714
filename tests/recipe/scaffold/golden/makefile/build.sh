#!/bin/bash
set -euxo pipefail

make -j"$CPU_COUNT" simple CC="$CC" CFLAGS="$CFLAGS -DX"
if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" || "${CROSSCOMPILING_EMULATOR:-}" != "" ]]; then
  make test CC="$CC" CFLAGS="$CFLAGS -DX"
fi
make install CC="$CC" CFLAGS="$CFLAGS -DX" PREFIX="$PREFIX"
make clean
make -f Makefile-so CC="$CC $LDFLAGS" CFLAGS="$CFLAGS -DX -fPIC"
install -m 755 libs.so.1.0 "$PREFIX/lib"
ln -s libs.so.1.0 "$PREFIX/lib/libs.so.1"
ln -s libs.so.1.0 "$PREFIX/lib/libs.so"
