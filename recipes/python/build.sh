#!/bin/bash
set -euxo pipefail

version="${PKG_VERSION%.*}"
abi="$version"
if [[ "$freethreading" == "yes" ]]; then
  abi+="t"
fi
stdlib="$PREFIX/lib/python$abi"

# Names, not paths: they are recorded for whoever builds extension modules later.
CC="$(basename "$GCC")"
export INSTALL="install -c" MKDIR_P="mkdir -p"
# Debug information would make up most of the package.
export CC OPT="-DNDEBUG -O3 -Wall"

options=(
  --prefix="$PREFIX"
  --build="$BUILD"
  --host="$HOST"
  --enable-ipv6
  --enable-loadable-sqlite-extensions
  --with-computed-gotos
  --with-platlibdir=lib
  --with-system-expat
  --with-tzpath="$PREFIX/share/zoneinfo:$PREFIX/share/tzinfo"
  --without-ensurepip
)

if [[ "$abi" == *t ]]; then
  options+=(--disable-gil)
fi

if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" == "1" ]]; then
  # The same version for this machine, which freezes modules and compiles byte code.
  python="$BUILD_PREFIX/bin/python$version"
  options+=(--with-build-python="$python")
  # What configure finds out by running a program, or by looking at this machine.
  export ac_cv_aligned_required=no ac_cv_broken_sem_getvalue=no
  export ac_cv_buggy_getaddrinfo=no ac_cv_working_tzset=yes
  export ac_cv_file__dev_ptmx=yes ac_cv_file__dev_ptc=no
  export ac_cv_pthread=yes ac_cv_pthread_system_supported=yes
else
  python="$PREFIX/bin/python$version"
fi

mkdir build
cd build
../configure "${options[@]}"
make -j"$CPU_COUNT"

# The program has the interpreter in it; who embeds Python links with a shared library, made of the
# same objects.
library="libpython$abi.so"
make INSTSONAME="$library.1.0" "$library" libpython3.so

# Of the tests only what other packages' tests import is installed. The Makefile would byte-compile
# with the prefix in every file.
make install TESTSUBDIRS="" COMPILEALL_OPTS=--help
mkdir "$stdlib/test"
cp -R ../Lib/test/__init__.py ../Lib/test/support "$stdlib/test"
install -m 755 "$library.1.0" libpython3.so "$PREFIX/lib"
ln -s "$library.1.0" "$PREFIX/lib/$library"
rm "$PREFIX/lib/libpython$abi.a" "$stdlib"/config-*/libpython*.a
ln -s "python$version" "$PREFIX/bin/python"
ln -s "pydoc$version" "$PREFIX/bin/pydoc"

# The folders of this build are nobody's business later.
sed -i -e "s|$SRC_DIR|/usr/local/src/conda/python-$PKG_VERSION|g" -e "s|$BUILD_PREFIX/bin/||g" \
  "$PREFIX/bin/python$abi-config" "$stdlib"/config-*/{Makefile,python-config.py}
"$python" "$RECIPE_DIR/sysconfigdata.py" "$stdlib"

find "$stdlib" -name '*.py' -print0 |
  xargs -0 -n 200 -P "$CPU_COUNT" "$python" -m compileall -q -f -s "$PREFIX" \
    --invalidation-mode checked-hash
