#!/bin/sh
# The compiler, with what the installation of MPI below OPAL_PREFIX asks for, else this one's.
prefix="${OPAL_PREFIX:-${0%/bin/*}}"
read -r flags < "$prefix/share/openmpi/mpicc-wrapper-data.txt"
# shellcheck disable=SC2086
exec ${OMPI_CC:-$CC} $flags -I"$prefix/include" "$@"
