#!/bin/bash
set -euxo pipefail

if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" == "1" ]]; then
  # What configure finds by running programs, and otherwise takes as not there.
  export cf_cv_consistent_getenv=yes cf_cv_func_nanosleep=yes cf_cv_working_poll=yes
fi

# The narrow libraries first: headers and programs of the wide ones, built last, stay.
for kind in narrow wide; do
  if [[ "$kind" == "wide" ]]; then
    suffix=w
    options=(--enable-widec)
  else
    suffix=""
    options=(--disable-widec --disable-db-install --without-progs)
  fi
  mkdir "build-$kind"
  pushd "build-$kind"
  ../configure --prefix="$PREFIX" --build="$BUILD" --host="$HOST" \
    --with-build-cc="$CC_FOR_BUILD" \
    --with-shared --with-termlib --without-normal --without-debug \
    --without-ada --without-cxx --without-cxx-binding --without-manpages --without-tests \
    --disable-overwrite --disable-stripping --disable-pkg-ldflags \
    --enable-pc-files --with-pkg-config-libdir="$PREFIX/lib/pkgconfig" \
    --enable-big-core --enable-symlinks \
    --with-terminfo-dirs="$PREFIX/share/terminfo:/etc/terminfo:/lib/terminfo:/usr/share/terminfo" \
    "${options[@]}"
  make -j"$CPU_COUNT"
  make install
  popd

  # Who links with -lncurses alone also wants what --with-termlib moved into libtinfo.
  runtime="$(readlink "$PREFIX/lib/libncurses$suffix.so")"
  rm "$PREFIX/lib/libncurses$suffix.so"
  echo "INPUT($runtime -ltinfo$suffix)" > "$PREFIX/lib/libncurses$suffix.so"
done

# Programs look for <curses.h>, <ncurses/curses.h> or <ncursesw/curses.h>.
mv "$PREFIX"/include/ncursesw/*.h "$PREFIX/include"
for folder in ncurses ncursesw; do
  for header in "$PREFIX"/include/*.h; do
    ln -sf "../${header##*/}" "$PREFIX/include/$folder"
  done
done
