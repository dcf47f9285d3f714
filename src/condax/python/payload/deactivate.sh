# @PACKAGE@: put back what the activation replaced.

if [ -n "${_CONDA_BACKUP_PYTHONPATH:-}" ]; then
  export PYTHONPATH="${_CONDA_BACKUP_PYTHONPATH}"
elif [ -n "${_CONDA_BACKUP_PYTHONPATH+set}" ]; then
  unset PYTHONPATH
fi
unset _CONDA_BACKUP_PYTHONPATH
