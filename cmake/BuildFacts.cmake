# SPDX-License-Identifier: MIT
# What `chaincore version` says of the build, as build_facts.cpp: it depends on nothing but the sources and what they
# are built with, so the same build gives the same program. The commit is the one of the last configuring, which each
# commit sets off again; who builds from an archive can give it.
set(CHAINCORE_COMMIT "" CACHE STRING "The commit that is built, where it is not to be asked of git")

function(chaincore_find_commit variable)
  set(commit "${CHAINCORE_COMMIT}")
  find_program(CHAINCORE_GIT git DOC "Says which commit is built")
  if(NOT commit AND CHAINCORE_GIT AND EXISTS ${PROJECT_SOURCE_DIR}/.git)
    execute_process(COMMAND ${CHAINCORE_GIT} describe --always --dirty --abbrev=12 --exclude=*
      WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    execute_process(COMMAND ${CHAINCORE_GIT} rev-parse --git-path logs/HEAD
      WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE log OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    cmake_path(ABSOLUTE_PATH log BASE_DIRECTORY ${PROJECT_SOURCE_DIR})
    if(EXISTS ${log})
      set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${log})
    endif()
  endif()
  set(${variable} "${commit}" PARENT_SCOPE)
endfunction()

# chaincore_build_facts(<target>): adds build_facts.cpp, from build_facts.cpp.in beside the target's sources.
function(chaincore_build_facts target)
  chaincore_find_commit(commit)
  set(libraries "")
  if(CHAINCORE_SANITIZE OR CHAINCORE_FUZZ)
    set(jemalloc_VERSION "")  # Allocator.cmake
  endif()
  foreach(library
      "Boost|${Boost_VERSION_STRING}" "CLI11|${CLI11_VERSION}" "cpp-httplib|${httplib_VERSION}" "fmt|${fmt_VERSION}"
      "jemalloc|${jemalloc_VERSION}" "ncurses|${ncursesw_VERSION}" "nlohmann-json|${nlohmann_json_VERSION}"
      "OpenCL headers|${OpenCL_VERSION_STRING}" "OpenSSL|${OPENSSL_VERSION}" "RocksDB|${RocksDB_VERSION}"
      "secp256k1|${secp256k1_VERSION}" "simdjson|${simdjson_VERSION}" "spdlog|${spdlog_VERSION}"
      "toml++|${tomlplusplus_VERSION}")
    string(REPLACE "|" "\", \"" pair "${library}")
    string(APPEND libraries "        {\"${pair}\"},\n")
  endforeach()
  configure_file(build_facts.cpp.in build_facts.cpp @ONLY)
  target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/build_facts.cpp)
endfunction()
