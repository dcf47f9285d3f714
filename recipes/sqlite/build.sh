#!/bin/bash
set -euxo pipefail

# What conda-forge's packages can do.
options=(
  -DHAVE_ISNAN
  -DSQLITE_DQS=3
  -DSQLITE_ENABLE_COLUMN_METADATA
  -DSQLITE_ENABLE_DBSTAT_VTAB
  -DSQLITE_ENABLE_EXPLAIN_COMMENTS
  -DSQLITE_ENABLE_FTS3_PARENTHESIS
  -DSQLITE_ENABLE_FTS3_TOKENIZER
  -DSQLITE_ENABLE_STAT4
  -DSQLITE_ENABLE_STMTVTAB
  -DSQLITE_ENABLE_UNLOCK_NOTIFY
  -DSQLITE_LIKE_DOESNT_MATCH_BLOBS
  -DSQLITE_MAX_EXPR_DEPTH=10000
  -DSQLITE_MAX_VARIABLE_NUMBER=250000
  -DSQLITE_SOUNDEX
  -DSQLITE_STRICT_SUBTYPE=1
  -DSQLITE_USE_URI
)

# lemon and the other generators run here.
export BUILD_CC="$CC_FOR_BUILD"
# The library must not be linked with the zlib that the program needs.
export ac_cv_search_deflate=no
./configure --prefix="$PREFIX" --build="$BUILD" --host="$HOST" \
  --disable-static --disable-tcl --enable-all --enable-fts3 --enable-update-limit \
  --disable-readline

make -j"$CPU_COUNT" OPTS="${options[*]}" libsqlite3.la sqlite3.pc shell.c
make OPTS="${options[*]}" lib_install
rm "$PREFIX/lib/libsqlite3.la"
mkdir -p "$PREFIX"/{bin,include,lib/pkgconfig,share/man/man1}
install -m 644 sqlite3.h src/sqlite3ext.h "$PREFIX/include"
install -m 644 sqlite3.pc "$PREFIX/lib/pkgconfig"

# Upstream's rule puts the whole library into the program once more.
$CC $CPPFLAGS $CFLAGS "${options[@]}" -DHAVE_READLINE=1 -DSQLITE_HAVE_ZLIB=1 -I. \
  shell.c -o "$PREFIX/bin/sqlite3" $LDFLAGS -lsqlite3 -lreadline -ltinfo -lz -lm
install -m 644 sqlite3.1 "$PREFIX/share/man/man1"
