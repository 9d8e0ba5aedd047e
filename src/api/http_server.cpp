// SPDX-License-Identifier: MIT
#include "chaincore/api/http_server.hpp"

#include "api/access.hpp"
#include "api/http_front.hpp"
#include "api/routes/routes.hpp"

#include <algorithm>
#include <sys/resource.h>

namespace chaincore::api {
namespace {

// Half of the files that the process may open are left to the store and to the peers. It may have to ask for as many as
// it is allowed to: most systems give it 1,024 unless it does.
HttpLimits fitted_to_process(HttpLimits limits) {
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) return limits;
    const rlim_t wanted = std::min<rlim_t>(2 * limits.connections, files.rlim_max);
    if (files.rlim_cur < wanted) {
        files.rlim_cur = wanted;
        setrlimit(RLIMIT_NOFILE, &files);
        getrlimit(RLIMIT_NOFILE, &files);
    }
    limits.connections = std::min<std::size_t>(limits.connections, files.rlim_cur / 2);
    // Who listens stays: there is room for those who come and go.
    limits.event_streams = std::min(limits.event_streams, limits.connections / 4);
    return limits;
}

}  // namespace

class HttpServer::Impl {
public:
    Impl(const HttpServerOptions& options, util::Log& log)
        : access_(options.token, options.bind_address, options.host_names),
          front_(fitted_to_process(options.limits), options.trusted, log) {}

    Result<void, BindError> start(const HttpServerOptions& options, NodeService& service, ControlService* control) {
        const auto port = front_.listen(options.bind_address, options.port);
        if (!port) return fail(port.error());
        port_ = *port;
        routes_ = make_routes(service, control, port_, front_.counted(), front_.requests());
        front_.start(routes_, access_, service);
        return {};
    }

    std::uint16_t port() const { return port_; }
    void stop() { front_.stop(); }

private:
    const Access access_;
    RouteTable routes_;
    std::uint16_t port_ = 0;
    HttpFront front_;  // asks the others until it has stopped
};

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>, BindError> HttpServer::start(const HttpServerOptions& options, NodeService& service,
                                                                 util::Log& log, ControlService* control) {
    auto impl = std::make_unique<Impl>(options, log);
    if (const auto started = impl->start(options, service, control); !started) return fail(started.error());
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

std::uint16_t HttpServer::port() const { return impl_->port(); }

void HttpServer::stop() { impl_->stop(); }

}  // namespace chaincore::api
