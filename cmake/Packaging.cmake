# SPDX-License-Identifier: MIT
# `cpack -G DEB` in a build directory, or tools/package: a package for Debian 12, of what Install.cmake installs.
set(CHAINCORE_MAINTAINER "The chaincore authors <chaincore@users.noreply.github.com>" CACHE STRING
  "Who answers for the package")

file(WRITE ${PROJECT_BINARY_DIR}/debian/conffiles "/etc/default/chaincore\n")

set(CPACK_GENERATOR DEB)
# The files of /etc and /lib come along, and each path is what it will be.
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS ${CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS})
set(CPACK_PACKAGE_NAME chaincore)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER ${CHAINCORE_MAINTAINER})
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE https://github.com/ayushns01/ChainCore)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "mining node for the ChainCore proof-of-work network")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "A node keeps a chain, finds peers, checks everything that it is told,
searches for blocks with all cores and with OpenCL devices, and answers
over HTTP. The program is also a wallet, and a miner for other nodes.
.
Installing it starts nothing: systemctl enable --now chaincore does.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Which driver fits is known to who has the GPU; each of them brings a compiler of some hundred megabytes.
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "mesa-opencl-icd | nvidia-opencl-icd | intel-opencl-icd, bash-completion")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${PROJECT_SOURCE_DIR}/tools/debian/postinst ${PROJECT_SOURCE_DIR}/tools/debian/prerm
  ${PROJECT_SOURCE_DIR}/tools/debian/postrm ${PROJECT_BINARY_DIR}/debian/conffiles)
include(CPack)
