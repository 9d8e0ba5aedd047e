# SPDX-License-Identifier: MIT
# Sanitizers hold for the whole program or for nothing: one interface target that every target links.
add_library(chaincore_sanitizers INTERFACE)
if(CHAINCORE_SANITIZE)
  target_compile_options(chaincore_sanitizers INTERFACE
    -fsanitize=${CHAINCORE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(chaincore_sanitizers INTERFACE -fsanitize=${CHAINCORE_SANITIZE})
endif()
if(CHAINCORE_FUZZ)
  target_compile_options(chaincore_sanitizers INTERFACE -fsanitize=fuzzer-no-link)
endif()
