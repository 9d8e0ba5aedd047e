# SPDX-License-Identifier: MIT
# Run by `cmake --install`, within Install.cmake's variables: the service, which names the program by its whole path,
# and what Debian keeps elsewhere when the prefix is /usr.
cmake_policy(VERSION 3.25)

file(READ ${source}/tools/systemd/chaincore.service unit)
string(REPLACE "/usr/bin/chaincore" "${CMAKE_INSTALL_PREFIX}/${program}" unit "${unit}")
file(WRITE ${made}/chaincore.service "${unit}")

if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
  set(units /lib/systemd/system)
  set(zsh /usr/${datadir}/zsh/vendor-completions)
  if(NOT EXISTS $ENV{DESTDIR}/etc/default/chaincore)
    file(INSTALL ${source}/tools/debian/default DESTINATION /etc/default RENAME chaincore)
  endif()
  file(INSTALL ${source}/tools/debian/copyright DESTINATION /usr/${docdir})
  execute_process(COMMAND ${gzip} -9nc ${source}/tools/debian/changelog OUTPUT_FILE ${made}/changelog.gz)
  file(INSTALL ${made}/changelog.gz DESTINATION /usr/${docdir})
  file(INSTALL ${source}/tools/debian/lintian-overrides DESTINATION /usr/${datadir}/lintian/overrides RENAME chaincore)
else()
  set(units ${CMAKE_INSTALL_PREFIX}/lib/systemd/system)
  set(zsh ${CMAKE_INSTALL_PREFIX}/${datadir}/zsh/site-functions)
  file(INSTALL ${source}/LICENSE DESTINATION ${CMAKE_INSTALL_PREFIX}/${docdir})
  # Of what the program has within.
  file(INSTALL ${source}/src/api/dashboard/node_modules/uplot/LICENSE DESTINATION ${CMAKE_INSTALL_PREFIX}/${docdir}
    RENAME LICENSE.uplot)
endif()
file(INSTALL ${made}/chaincore.service DESTINATION ${units})
file(INSTALL ${source}/src/cli/completion/chaincore.zsh DESTINATION ${zsh} RENAME _chaincore)
