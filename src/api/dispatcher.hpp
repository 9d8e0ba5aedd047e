// SPDX-License-Identifier: MIT
// From an admitted request to the bytes of its answer: cpp-httplib behind the front, without a socket. One thread: each
// thread of the pool has its own.
#pragma once

#include "api/admission.hpp"
#include "api/route.hpp"
#include "chaincore/util/log.hpp"

#include <memory>
#include <string>

namespace chaincore::api {

// What is sent: first the bytes, then what the source gives where there is one.
struct Reply {
    std::string bytes;
    std::unique_ptr<BodySource> source = nullptr;

    // What its source keeps in memory until it is sent.
    std::size_t kept_bytes() const { return source ? source->kept_bytes() : 0; }
};

class Dispatcher {
public:
    // routes and log must outlive it.
    Dispatcher(const RouteTable& routes, util::Log& log);
    ~Dispatcher();
    Dispatcher(Dispatcher&&) noexcept;

    Reply answer(const AdmittedRequest& request);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace chaincore::api
