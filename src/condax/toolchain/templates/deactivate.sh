# @PACKAGE@: put back what activate-@PACKAGE@.sh replaced.

for _condax_name in @VARIABLES@; do
  eval "_condax_old=\"\${CONDA_BACKUP_${_condax_name}:-}\""
  if [ -n "${_condax_old}" ]; then
    eval "export ${_condax_name}=\"\${_condax_old}\""
  else
    unset "${_condax_name}"
  fi
  unset "CONDA_BACKUP_${_condax_name}"
done
for _condax_name in @CROSS_VARIABLES@; do
  eval "_condax_old=\"\${CONDAX_DEFAULT_${_condax_name}:-}\""
  if [ -n "${_condax_old}" ]; then
    unset "${_condax_name}" "CONDAX_DEFAULT_${_condax_name}"
  fi
done
unset _condax_name _condax_old
