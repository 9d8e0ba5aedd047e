# SPDX-License-Identifier: MIT
# What makes a mistake in memory harder to use against the program (docs/security.md, "The build and the service"): one
# interface target that every target links. Only for what people run: sanitizers watch the same calls in their own way,
# and without optimisation FORTIFY does nothing but warn.
add_library(chaincore_hardening INTERFACE)
set(CHAINCORE_UNHARDENED "")
if(CHAINCORE_SANITIZE OR CHAINCORE_FUZZ)
  set(CHAINCORE_UNHARDENED "this preset has a sanitizer of its own")
elseif(NOT CMAKE_BUILD_TYPE MATCHES "^(Release|RelWithDebInfo|MinSizeRel)$")
  set(CHAINCORE_UNHARDENED "this preset is not for what people run")
endif()
if(NOT CHAINCORE_UNHARDENED)
  # FORTIFY's level 3, which also knows sizes that are computed, needs GCC 12 and glibc 2.34; an older glibc takes it
  # for 2. -U comes first, where a distribution sets a level of its own.
  # -fPIE and -pie by hand: POSITION_INDEPENDENT_CODE gives static libraries -fPIC, the slower code of shared ones.
  target_compile_options(chaincore_hardening INTERFACE $<$<COMPILE_LANGUAGE:C,CXX>:
    -fstack-protector-strong -fstack-clash-protection -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fPIE>)
  target_link_options(chaincore_hardening INTERFACE -pie -Wl,-z,relro,-z,now,-z,noexecstack)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|amd64|AMD64)$")
    target_compile_options(chaincore_hardening INTERFACE $<$<COMPILE_LANGUAGE:C,CXX>:-fcf-protection>)
  endif()
endif()
