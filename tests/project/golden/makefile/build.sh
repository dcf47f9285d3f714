#!/bin/bash
set -euxo pipefail

variables=(
  CC="$CC"
  CFLAGS="$CPPFLAGS $CFLAGS -DNAME=1 -D_FILE_OFFSET_BITS=64"
  LDFLAGS="$LDFLAGS"
)
make -j"$CPU_COUNT" prog "${variables[@]}"
if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" || "${CROSSCOMPILING_EMULATOR:-}" != "" ]]; then
  make test "${variables[@]}"
fi
make install "${variables[@]}" prefix="$PREFIX"
make clean
make -f Makefile-so \
  CC="$CC $LDFLAGS" \
  CFLAGS="$CPPFLAGS $CFLAGS -DNAME=1 -D_FILE_OFFSET_BITS=64 -fPIC"
install -m 755 libx.so.1.2 "$PREFIX/lib"
ln -s libx.so.1.2 "$PREFIX/lib/libx.so.1"
ln -s libx.so.1.2 "$PREFIX/lib/libx.so"
