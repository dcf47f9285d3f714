set(CMAKE_SYSTEM_NAME @CMAKE_SYSTEM_NAME@)
set(CMAKE_SYSTEM_PROCESSOR @PROCESSOR@)

# Libraries and headers of the target only: below the sysroot, and below what the user names.
if(NOT DEFINED CMAKE_FIND_ROOT_PATH)
  set(CMAKE_FIND_ROOT_PATH ${CMAKE_PREFIX_PATH} "${_condax_sysroot}")
endif()
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
foreach(_condax_name LIBRARY INCLUDE PACKAGE)
  if(NOT DEFINED CMAKE_FIND_ROOT_PATH_MODE_${_condax_name})
    set(CMAKE_FIND_ROOT_PATH_MODE_${_condax_name} ONLY)
  endif()
endforeach()

# try_run() and tests: CMake reads the variable by itself from 3.29 on.
if(NOT DEFINED CMAKE_CROSSCOMPILING_EMULATOR)
  if(DEFINED ENV{CMAKE_CROSSCOMPILING_EMULATOR})
    set(CMAKE_CROSSCOMPILING_EMULATOR "$ENV{CMAKE_CROSSCOMPILING_EMULATOR}")
  elseif(EXISTS "/usr/@DEBIAN_TRIPLET@/@INTERPRETER@")
    find_program(CONDAX_EMULATOR NAMES qemu-@QEMU_ARCH@-static qemu-@QEMU_ARCH@ qemu-execve-@QEMU_ARCH@)
    if(CONDAX_EMULATOR)
      set(CMAKE_CROSSCOMPILING_EMULATOR "${CONDAX_EMULATOR};-L;/usr/@DEBIAN_TRIPLET@")
    endif()
  endif()
endif()

