# NAME VALUE: a non-empty old value goes to CONDA_BACKUP_NAME, an empty one is forgotten.
_condax_set() {
  eval "_condax_old=\"\${$1:-}\""
  if [ -n "${_condax_old}" ]; then
    eval "export CONDA_BACKUP_$1=\"\${_condax_old}\""
  else
    unset "CONDA_BACKUP_$1"
  fi
  eval "export $1=\"\$2\""
  if [ "${CONDA_BUILD:-0}" = "1" ]; then
    printf '+%s=%s\n' "$1" "$2"
  fi
}

# NAME VALUE: the same for flags, where the user's come after the toolchain's.
_condax_add() {
  eval "_condax_user=\"\${$1:-}\""
  _condax_set "$1" "$2${_condax_user:+ ${_condax_user}}"
}

if [ "${CONDA_BUILD:-0}" = "1" ]; then
  echo "INFO: activate-@PACKAGE@.sh made the following environmental changes:"
  _condax_prefix="${PREFIX:-${CONDA_PREFIX}}"
else
  _condax_prefix="${CONDA_PREFIX}"
fi
