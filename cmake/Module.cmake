# SPDX-License-Identifier: MIT
# chaincore_module(<name> [RUNS_ONCE] SOURCES <file>... [LAYERS <module>...] [LIBRARIES <target>...])
# A layer of the program as the static library chaincore_<name>. LAYERS are the modules whose public headers it
# may include; LIBRARIES are third-party and stay private to its .cpp files. RUNS_ONCE: nothing in it is worth
# optimising where a sanitizer watches.
function(chaincore_module name)
  cmake_parse_arguments(ARG "RUNS_ONCE" "" "SOURCES;LAYERS;LIBRARIES" ${ARGN})
  add_library(chaincore_${name} STATIC ${ARG_SOURCES})
  target_include_directories(chaincore_${name}
    PUBLIC ${PROJECT_SOURCE_DIR}/include
    PRIVATE ${PROJECT_SOURCE_DIR}/src)
  list(TRANSFORM ARG_LAYERS PREPEND chaincore_)
  target_link_libraries(chaincore_${name}
    PUBLIC ${ARG_LAYERS} tl::expected
    PRIVATE ${ARG_LIBRARIES} chaincore_warnings chaincore_hardening chaincore_sanitizers)
  chaincore_builds_quickly(chaincore_${name} ${ARG_RUNS_ONCE})
endfunction()

# chaincore_test(<name> SOURCES <file>... LAYERS <module>... [LIBRARIES <target>...])
# One GoogleTest program a module; CTest lists each TEST by itself. PROCESSORS counts quarters of a core (tools/test): a
# test takes three, and one that waits more than it works takes one.
function(chaincore_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LAYERS;LIBRARIES" ${ARGN})
  add_executable(${name}_test ${ARG_SOURCES})
  target_include_directories(${name}_test PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
  list(TRANSFORM ARG_LAYERS PREPEND chaincore_)
  target_link_libraries(${name}_test PRIVATE
    ${ARG_LAYERS} ${ARG_LIBRARIES} chaincore_test_support GTest::gtest GTest::gtest_main
    chaincore_warnings chaincore_hardening chaincore_sanitizers)
  chaincore_builds_quickly(${name}_test TRUE)
  gtest_discover_tests(${name}_test DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300 PROCESSORS 3)
endfunction()
