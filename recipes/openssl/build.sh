#!/bin/bash
set -euxo pipefail

case "$target_platform" in
  linux-64) system=linux-x86_64 ;;
  linux-aarch64) system=linux-aarch64 ;;
  linux-ppc64le) system=linux-ppc64le ;;
  linux-riscv64) system=linux64-riscv64 ;;
  linux-s390x) system=linux64-s390x ;;
  osx-64) system=darwin64-x86_64-cc ;;
  osx-arm64) system=darwin64-arm64-cc ;;
  *) echo "no configuration for $target_platform" >&2; exit 1 ;;
esac
perl Configure "$system" --prefix="$PREFIX" --openssldir="$PREFIX/ssl" --libdir=lib \
  shared \
  enable-ktls \
  no-module \
  no-tests
# Without the static libraries, whose objects are compiled apart from the shared ones'.
make -j"$CPU_COUNT" LIBS=
make install_sw install_ssldirs LIBS= INSTALL_LIBS=
