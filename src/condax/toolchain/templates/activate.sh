# @PACKAGE@: the C toolchain for @TARGET@, exported the way conda-forge's gcc activation does it.
# Sourced by sh, bash and zsh, also under `set -e`.

@HEAD@
_condax_bin="${CONDA_PREFIX}/bin/@HOST_TRIPLET@"
_condax_sysroot="${CONDA_PREFIX}/@HOST_TRIPLET@/sysroot"

for _condax_name in HOST CONDA_TOOLCHAIN_HOST host_alias; do
  _condax_set "${_condax_name}" "@HOST_TRIPLET@"
done
for _condax_name in BUILD CONDA_TOOLCHAIN_BUILD build_alias; do
  _condax_set "${_condax_name}" "@BUILD_TRIPLET@"
done
_condax_set CONDA_BUILD_CROSS_COMPILATION "@CROSS@"
_condax_set CONDA_BUILD_SYSROOT "${_condax_sysroot}"

_condax_set CC "@HOST_TRIPLET@-cc"
_condax_set CPP "@HOST_TRIPLET@-cpp"
_condax_set CC_FOR_BUILD "@BUILD_TRIPLET@-cc"
_condax_set CPP_FOR_BUILD "@BUILD_TRIPLET@-cpp"
_condax_set AR_FOR_BUILD "@BUILD_TRIPLET@-ar"
_condax_set GCC "@HOST_TRIPLET@-gcc"
_condax_set GCC_AR "@HOST_TRIPLET@-gcc-ar"
_condax_set GCC_NM "@HOST_TRIPLET@-gcc-nm"
_condax_set GCC_RANLIB "@HOST_TRIPLET@-gcc-ranlib"
@BINUTILS@

_condax_include=" -isystem ${_condax_prefix}/include"
_condax_libs="-L${_condax_prefix}/lib"
_condax_add CPPFLAGS "@CPPFLAGS@${_condax_include}"
_condax_add CFLAGS "@CFLAGS@${_condax_include}"
_condax_add LDFLAGS "@LDFLAGS@ -Wl,-rpath,${_condax_prefix}/lib -Wl,-rpath-link,${_condax_prefix}/lib ${_condax_libs}"
_condax_add LDFLAGS_LD "@LDFLAGS_LD@ -rpath ${_condax_prefix}/lib -rpath-link ${_condax_prefix}/lib ${_condax_libs}"
_condax_add DEBUG_CPPFLAGS "@DEBUG_CPPFLAGS@${_condax_include}"
_condax_add DEBUG_CFLAGS "@DEBUG_CFLAGS@${_condax_include}"
_condax_set CMAKE_PREFIX_PATH "${_condax_prefix}:${_condax_sysroot}/usr${CMAKE_PREFIX_PATH:+:${CMAKE_PREFIX_PATH}}"

_condax_cmake="-DCMAKE_AR=${_condax_bin}-ar -DCMAKE_CXX_COMPILER_AR=${_condax_bin}-gcc-ar"
_condax_cmake="${_condax_cmake} -DCMAKE_C_COMPILER_AR=${_condax_bin}-gcc-ar"
_condax_cmake="${_condax_cmake} -DCMAKE_RANLIB=${_condax_bin}-ranlib"
_condax_cmake="${_condax_cmake} -DCMAKE_CXX_COMPILER_RANLIB=${_condax_bin}-gcc-ranlib"
_condax_cmake="${_condax_cmake} -DCMAKE_C_COMPILER_RANLIB=${_condax_bin}-gcc-ranlib"
_condax_cmake="${_condax_cmake} -DCMAKE_LINKER=${_condax_bin}-ld -DCMAKE_STRIP=${_condax_bin}-strip"
_condax_cmake="${_condax_cmake} -DCMAKE_BUILD_TYPE=Release"
_condax_meson="-Dbuildtype=release"
if [ "${CONDA_BUILD:-0}" = "1" ]; then
  _condax_cmake="${_condax_cmake} -DCMAKE_FIND_ROOT_PATH_MODE_PROGRAM=NEVER"
  _condax_cmake="${_condax_cmake} -DCMAKE_FIND_ROOT_PATH_MODE_LIBRARY=ONLY"
  _condax_cmake="${_condax_cmake} -DCMAKE_FIND_ROOT_PATH_MODE_INCLUDE=ONLY"
  _condax_cmake="${_condax_cmake} -DCMAKE_FIND_ROOT_PATH=${_condax_prefix};${BUILD_PREFIX:-${CONDA_PREFIX}}/@HOST_TRIPLET@/sysroot"
  _condax_cmake="${_condax_cmake} -DCMAKE_INSTALL_PREFIX=${_condax_prefix} -DCMAKE_INSTALL_LIBDIR=lib"
  _condax_cmake="${_condax_cmake} -DCMAKE_PROGRAM_PATH=${BUILD_PREFIX:-${CONDA_PREFIX}}/bin;${_condax_prefix}/bin"
  if [ -e "${_condax_prefix}/bin/python" ]; then
    _condax_cmake="${_condax_cmake} -DCMAKE_POLICY_DEFAULT_CMP0094=NEW"
  fi
  _condax_meson="${_condax_meson} --prefix=${_condax_prefix} -Dlibdir=lib"
  # The compilers read these and not SRC_DIR and PREFIX, which make takes from many a Makefile.
  _condax_set CONDAX_MAP_SOURCES "${SRC_DIR:-}=/usr/local/src/conda/${PKG_NAME:-}-${PKG_VERSION:-}"
  _condax_set CONDAX_MAP_PREFIX "${_condax_prefix}=/usr/local/src/conda-prefix"
fi

@CROSS_PART@_condax_set CMAKE_ARGS "${_condax_cmake}"
_condax_set MESON_ARGS "${_condax_meson}"
@LANGUAGES@

unset -f _condax_set _condax_add
unset _condax_old _condax_user _condax_prefix _condax_bin _condax_sysroot _condax_name
unset _condax_include _condax_libs _condax_cmake _condax_meson
