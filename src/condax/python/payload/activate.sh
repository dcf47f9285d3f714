# @PACKAGE@ for Python @VERSION@: the Python of this prefix reports the one it builds for.

if [ "${CONDA_BUILD:-0}" = "1" ] && [ "${CONDA_BUILD_STATE:-BUILD}" != "TEST" ]; then
  "${BUILD_PREFIX:-${CONDA_PREFIX}}/bin/python@VERSION@" -I -S "${CONDA_PREFIX}/lib/condax/cross-python/set_up.py" \
    "${PREFIX}" "${BUILD_PREFIX:-${CONDA_PREFIX}}" @TRIPLET@ @MACHINE@

  export PYO3_CROSS_LIB_DIR="${PREFIX}/lib/python@VERSION@"
  export PYO3_CROSS_INCLUDE_DIR="${PREFIX}/include"
  export PYO3_CROSS_PYTHON_VERSION="@LANGUAGE@"
  export PYO3_CROSS_PYTHON_IMPLEMENTATION="CPython"
  unset _CONDA_PYTHON_SYSCONFIGDATA_NAME

  # Recipes that write the entry themselves are left to it. [binaries] is the last section.
  _condax_file="${BUILD_PREFIX:-${CONDA_PREFIX}}/meson_cross_file.txt"
  if [ -f "${_condax_file}" ] && ! grep -q '^python *=' "${_condax_file}" &&
    ! grep -qs meson_cross_file "${SRC_DIR:-.}/conda_build.sh"; then
    echo "python = '${PREFIX}/bin/python'" >> "${_condax_file}"
  fi
  unset _condax_file

  _condax_file="-DCMAKE_PROJECT_INCLUDE=${BUILD_PREFIX:-${CONDA_PREFIX}}/venv/cmake/host_python.cmake"
  case "${CMAKE_ARGS:-}" in
    "" | *-DCMAKE_PROJECT_INCLUDE=*) ;;
    *) export CMAKE_ARGS="${CMAKE_ARGS} ${_condax_file}" ;;
  esac
  unset _condax_file

  _condax_path="${BUILD_PREFIX:-${CONDA_PREFIX}}/venv/lib/python@VERSION@/site-packages"
  if [ "${PYTHONPATH:-}" != "${_condax_path}" ]; then
    _CONDA_BACKUP_PYTHONPATH="${PYTHONPATH:-}"
  fi
  export PYTHONPATH="${_condax_path}"
  unset _condax_path
fi
