# @PACKAGE@: the C++ compiler for @TARGET@, exported the way conda-forge's gxx activation does it.
# Sourced by sh, bash and zsh, also under `set -e`, after the C compiler's script.

@HEAD@
_condax_set CXX "@HOST_TRIPLET@-c++"
_condax_set CXX_FOR_BUILD "@BUILD_TRIPLET@-c++"
_condax_set GXX "@HOST_TRIPLET@-g++"
_condax_include=" -isystem ${_condax_prefix}/include"
_condax_add CXXFLAGS "@CXXFLAGS@${_condax_include}"
_condax_add DEBUG_CXXFLAGS "@DEBUG_CXXFLAGS@${_condax_include}"

unset -f _condax_set _condax_add
unset _condax_old _condax_user _condax_prefix _condax_include
