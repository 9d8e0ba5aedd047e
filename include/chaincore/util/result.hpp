// SPDX-License-Identifier: MIT
// Result<T, E>: a value or the reason why there is none. Any thread.
#pragma once

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace chaincore {

// E is Rejection where somebody else is at fault (a peer, a user, a file), Error where the world is.
template <class T, class E>
using Result = tl::expected<T, E>;

// The world's fault: a disk, a socket, a device. The message names the path, the URL or the device.
struct Error {
    std::string message;
};

template <class E>
tl::unexpected<std::decay_t<E>> fail(E&& reason) {
    return tl::unexpected<std::decay_t<E>>(std::forward<E>(reason));
}

}  // namespace chaincore
