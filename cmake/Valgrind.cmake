# SPDX-License-Identifier: MIT
# chaincore_valgrind_test(<name> TARGET <test program>)
# Runs a whole test program under Memcheck: it sees what AddressSanitizer, which RocksDB is not built with, does not:
# reads of memory that nobody has written, in and behind the library's calls, too. It takes minutes and is labelled
# "long". Where it cannot be had the test says why and counts as skipped.
find_program(CHAINCORE_VALGRIND valgrind DOC "Memcheck, for some of the long tests")

function(chaincore_valgrind_test name)
  cmake_parse_arguments(ARG "" "TARGET" "" ${ARGN})
  set(obstacle "")
  if(CHAINCORE_SANITIZE)
    set(obstacle "this preset has a sanitizer of its own")
  elseif(NOT CHAINCORE_VALGRIND)
    set(obstacle "valgrind is not installed, tools/setup --dev does that")
  endif()
  if(obstacle)
    add_test(NAME ${name} COMMAND ${CMAKE_COMMAND} -E echo "not run: ${obstacle}")
    set_tests_properties(${name} PROPERTIES SKIP_REGULAR_EXPRESSION "not run: ")
  else()
    add_test(NAME ${name} COMMAND ${CHAINCORE_VALGRIND}
      --error-exitcode=1 --leak-check=full --errors-for-leak-kinds=definite
      --suppressions=${PROJECT_SOURCE_DIR}/tests/valgrind_suppressions.txt $<TARGET_FILE:${ARG_TARGET}>)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS long TIMEOUT 3600)
endfunction()
