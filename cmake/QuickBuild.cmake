# SPDX-License-Identifier: MIT
# A program with a sanitizer runs a few times after each build, mostly in CI: what counts is how soon it is there. What
# people run is built without any of this, so that a file that misses an include does not compile.
#
# chaincore_builds_quickly(<target> <runs once>)
# With a sanitizer, the headers that most files bring are precompiled. What runs once, as a test's own code or what reads
# options, is not optimised: that would take longer than the checks in it do.
function(chaincore_builds_quickly target runs_once)
  if(NOT TARGET chaincore_headers)
    return()
  endif()
  if(runs_once)
    target_compile_options(${target} PRIVATE -O0)
    target_precompile_headers(${target} REUSE_FROM chaincore_unoptimised_headers)
  else()
    target_precompile_headers(${target} REUSE_FROM chaincore_headers)
  endif()
endfunction()

function(chaincore_precompile name)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/precompiled.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "")  # left alone where it is there, so that nothing is compiled again
  add_library(${name} OBJECT ${source})
  target_precompile_headers(${name} PRIVATE
    <algorithm> <chrono> <filesystem> <functional> <map> <memory> <optional> <string> <thread> <vector>
    <nlohmann/json.hpp> <tl/expected.hpp>)
  target_compile_options(${name} PRIVATE ${ARGN})
  target_link_libraries(${name} PRIVATE
    nlohmann_json::nlohmann_json tl::expected chaincore_warnings chaincore_sanitizers)
endfunction()

if(CHAINCORE_SANITIZE AND NOT CHAINCORE_FUZZ)
  chaincore_precompile(chaincore_headers)
  chaincore_precompile(chaincore_unoptimised_headers -O0)
  if(CHAINCORE_TESTS)
    target_precompile_headers(chaincore_unoptimised_headers PRIVATE <gtest/gtest.h>)
    target_link_libraries(chaincore_unoptimised_headers PRIVATE GTest::gtest)
  endif()
endif()
