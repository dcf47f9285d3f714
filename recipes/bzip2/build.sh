#!/bin/bash
set -euxo pipefail

# bzip2's makefiles know neither CPPFLAGS nor, in the shared library's link, LDFLAGS.
flags="$CPPFLAGS $CFLAGS -D_FILE_OFFSET_BITS=64"

make -j"$CPU_COUNT" bzip2 bzip2recover \
  CC="$CC" AR="$AR" RANLIB="$RANLIB" CFLAGS="$flags" LDFLAGS="$LDFLAGS"
make -f Makefile-libbz2_so CC="$CC $LDFLAGS" CFLAGS="$flags"

if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" || "${CROSSCOMPILING_EMULATOR:-}" != "" ]]; then
  make test CC="$CC" CFLAGS="$flags" LDFLAGS="$LDFLAGS"
fi

mkdir -p "$PREFIX"/{bin,include,lib/pkgconfig,share/man/man1}
install -m 755 bzip2 bzip2recover bzdiff bzgrep bzmore "$PREFIX/bin"
for name in bunzip2 bzcat; do ln -s bzip2 "$PREFIX/bin/$name"; done
for name in bzegrep bzfgrep; do ln -s bzgrep "$PREFIX/bin/$name"; done
ln -s bzdiff "$PREFIX/bin/bzcmp"
ln -s bzmore "$PREFIX/bin/bzless"
install -m 644 bzip2.1 bzdiff.1 bzgrep.1 bzmore.1 "$PREFIX/share/man/man1"
install -m 644 bzlib.h "$PREFIX/include"
install -m 755 "libbz2.so.$PKG_VERSION" "$PREFIX/lib"
ln -s "libbz2.so.$PKG_VERSION" "$PREFIX/lib/libbz2.so.1.0"
ln -s "libbz2.so.$PKG_VERSION" "$PREFIX/lib/libbz2.so"

# Upstream has none; these lines are what the distributions agree on.
cat > "$PREFIX/lib/pkgconfig/bzip2.pc" <<EOF
prefix=$PREFIX
exec_prefix=\${prefix}
libdir=\${exec_prefix}/lib
includedir=\${prefix}/include

Name: bzip2
Description: A file compression library
Version: $PKG_VERSION
Libs: -L\${libdir} -lbz2
Cflags: -I\${includedir}
EOF
