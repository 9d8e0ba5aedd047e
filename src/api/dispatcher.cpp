// SPDX-License-Identifier: MIT
#include "api/dispatcher.hpp"

#include "api/refusal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <httplib.h>
#include <limits>

namespace chaincore::api {
namespace {

constexpr const char* kJson = "application/json";

// A request in memory, and the answer to it.
class MemoryStream final : public httplib::Stream {
public:
    MemoryStream(std::string_view head, std::string_view body) : unread_{head, body} {}

    bool is_readable() const override { return true; }
    // Some releases of httplib ask for the first of these, some for the others.
    bool is_writable() const { return true; }
    bool wait_readable() const { return true; }
    bool wait_writable() const { return true; }
    time_t duration() const { return 0; }

    ssize_t read(char* into, std::size_t size) override {
        std::string_view& part = unread_[0].empty() ? unread_[1] : unread_[0];
        const std::size_t length = std::min(size, part.size());
        std::copy_n(part.begin(), length, into);
        part.remove_prefix(length);
        return static_cast<ssize_t>(length);
    }

    ssize_t write(const char* data, std::size_t size) override {
        written_.append(data, size);
        return static_cast<ssize_t>(size);
    }

    // The front knows who asks, and has judged it.
    void get_remote_ip_and_port(std::string&, int&) const override {}
    void get_local_ip_and_port(std::string&, int&) const override {}
    socket_t socket() const override { return INVALID_SOCKET; }

    std::string take_written() { return std::move(written_); }

private:
    std::string_view unread_[2];
    std::string written_;
};

// The path behind a route's own is no business of httplib's regular expressions, which take a stack frame for each
// character. Only what a route may ask for goes on: no Range, no Accept-Encoding, nothing that could change the
// answer's form.
std::string head_of(const AdmittedRequest& request) {
    const Route& route = *request.route;
    const std::string_view method = request.is_head ? "HEAD" : route.method == Method::get ? "GET" : "POST";
    std::string head = fmt::format("{} {}{} HTTP/1.1\r\n", method, route.path, request.query);
    if (route.method == Method::post) head += fmt::format("Content-Length: {}\r\n", request.body.size());
    return head += "\r\n";
}

Call call_of(const httplib::Request& parsed, const AdmittedRequest& request) {
    Call call;
    call.rest = request.rest;
    call.query.insert(parsed.params.begin(), parsed.params.end());
    call.body = parsed.body;
    call.is_local_mining = request.is_local_mining;
    call.is_loopback = request.is_loopback;
    call.remote_address = request.remote_address;
    call.peer_origin = request.peer_origin;
    return call;
}

std::string text_of(const std::exception_ptr& exception) {
    try {
        std::rethrow_exception(exception);
    } catch (const std::exception& e) {
        return e.what();
    } catch (...) {
        return "something that is no exception";
    }
}

}  // namespace

class Dispatcher::Impl final : public httplib::Server {
public:
    Impl(const RouteTable& routes, util::Log& log) {
        for (const Route& route : routes.routes()) add(route);
        set_default_headers({{"X-Content-Type-Options", "nosniff"}, {"Accept-Ranges", "none"}});
        // What the header Keep-Alive says. The front has no such count, and waits longer than httplib's five seconds:
        // who trusts them never meets a connection that we are about to close.
        set_keep_alive_max_count(std::numeric_limits<std::uint16_t>::max());
        set_exception_handler(
            [&log](const httplib::Request&, httplib::Response& response, const std::exception_ptr& fault) {
                log.warn("a request failed within this node: " + text_of(fault));
                response.status = 500;
                response.set_content(refusal_body({500, "this node failed to answer"}), kJson);
            });
        set_error_handler([](const httplib::Request&, httplib::Response& response) {
            if (response.body.empty()) response.set_content(refusal_body({0, "the request is malformed"}), kJson);
        });
    }

    Reply answer(const AdmittedRequest& request) {
        const std::string head = head_of(request);
        MemoryStream stream(head, request.body);
        request_ = &request;
        source_.reset();
        process(*this, stream, !request.keeps_alive);
        return {stream.take_written(), request.is_head ? nullptr : std::move(source_)};
    }

private:
    // Newer releases of httplib want to be told who asks.
    template <class Self>
    static void process(Self& self, httplib::Stream& stream, bool closes) {
        bool is_closed = false;
        if constexpr (requires { self.process_request(stream, closes, is_closed, nullptr); })
            self.process_request(stream, closes, is_closed, nullptr);
        else
            self.process_request(stream, "", 0, "", 0, closes, is_closed, nullptr);
    }

    void add(const Route& route) {
        const auto handler = [this, &route](const httplib::Request& parsed, httplib::Response& response) {
            fill(response, route.handle(call_of(parsed, *request_)));
        };
        if (route.method == Method::get) {
            Get(route.path, handler);
        } else {
            Post(route.path, handler);
        }
    }

    void fill(httplib::Response& response, Answer answer) {
        response.status = answer.status;
        for (const auto& [name, value] : answer.headers) response.set_header(name, value);
        if (answer.source) {
            // The front fetches and sends the body itself: no thread waits for a slow reader.
            response.set_header("Content-Type", answer.content_type);
            response.set_header("Content-Length", std::to_string(answer.source->size()));
            source_ = std::move(answer.source);
        } else {
            response.set_content(answer.body, answer.content_type);
        }
    }

    const AdmittedRequest* request_ = nullptr;  // that is being answered
    std::unique_ptr<BodySource> source_;        // of its answer
};

Dispatcher::Dispatcher(const RouteTable& routes, util::Log& log) : impl_(std::make_unique<Impl>(routes, log)) {}
Dispatcher::~Dispatcher() = default;
Dispatcher::Dispatcher(Dispatcher&&) noexcept = default;

Reply Dispatcher::answer(const AdmittedRequest& request) { return impl_->answer(request); }

}  // namespace chaincore::api
