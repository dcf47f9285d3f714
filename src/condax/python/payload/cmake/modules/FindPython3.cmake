# CMake's own module, and the suffix of extension modules: when it compiles for another platform,
# CMake asks no interpreter and leaves Python3_SOABI empty, so that WITH_SOABI does nothing.
set(_condax_modules "${CMAKE_MODULE_PATH}")
list(REMOVE_ITEM CMAKE_MODULE_PATH "${CMAKE_CURRENT_LIST_DIR}")
include(FindPython3)
set(CMAKE_MODULE_PATH "${_condax_modules}")
unset(_condax_modules)
if(NOT Python3_SOABI)
  set(Python3_SOABI "@SOABI@")
endif()
