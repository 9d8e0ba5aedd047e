// SPDX-License-Identifier: MIT
#include "chaincore/net/http_client.hpp"

#include "net/deadline_socket.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <httplib.h>
#include <strings.h>

namespace chaincore::net {
namespace {

// httplib keeps lines and heads of any length, and matches the status line with a regular expression that takes stack
// for every character: one of 100,000 characters ends the program.
constexpr std::size_t kLongestLine = std::size_t{4} << 10;
constexpr std::size_t kLongestHead = std::size_t{32} << 10;

// What httplib reads from and writes to. It asks for lines byte by byte, and for bodies in larger pieces.
class LimitedStream final : public httplib::Stream {
public:
    explicit LimitedStream(DeadlineSocket& socket) : socket_(socket) {}

    void end_of_head() { in_head_ = false; }
    bool has_bad_head() const { return has_bad_head_; }
    bool has_received() const { return head_bytes_ > 0; }

    bool is_readable() const override { return true; }
    bool is_writable() const override { return true; }

    ssize_t read(char* into, std::size_t size) override {
        if (next_ == end_ && !fill()) return last_read_;
        const std::size_t count = std::min(size, end_ - next_);
        std::copy_n(buffer_.data() + next_, count, into);
        next_ += count;
        if (size == 1 && !is_within_limits(*into)) return -1;
        return static_cast<ssize_t>(count);
    }

    // A server may answer and close before it has read a body that it does not want: its answer is still to be read.
    ssize_t write(const char* bytes, std::size_t size) override {
        const auto count = socket_.write({bytes, size});
        return count >= 0 || socket_.timed_out() ? count : static_cast<ssize_t>(size);
    }

    void get_remote_ip_and_port(std::string&, int&) const override {}
    void get_local_ip_and_port(std::string&, int&) const override {}
    socket_t socket() const override { return INVALID_SOCKET; }

private:
    bool fill() {
        last_read_ = socket_.read(buffer_);
        next_ = 0;
        end_ = last_read_ > 0 ? static_cast<std::size_t>(last_read_) : 0;
        return end_ > 0;
    }

    bool is_within_limits(char byte) {
        line_bytes_ = byte == '\n' ? 0 : line_bytes_ + 1;
        if (in_head_) ++head_bytes_;
        if (line_bytes_ <= kLongestLine && head_bytes_ <= kLongestHead) return true;
        has_bad_head_ = true;
        return false;
    }

    DeadlineSocket& socket_;
    std::array<char, std::size_t{16} << 10> buffer_{};
    std::size_t next_ = 0;
    std::size_t end_ = 0;
    ssize_t last_read_ = 0;
    std::size_t line_bytes_ = 0;
    std::size_t head_bytes_ = 0;
    bool in_head_ = true;
    bool has_bad_head_ = false;
};

// httplib's writing and reading of messages, without its sockets: these know a timeout for each read, no deadline.
class MessageClient final : public httplib::ClientImpl {
public:
    explicit MessageClient(const Endpoint& endpoint) : ClientImpl(endpoint.host, endpoint.port) {
        set_decompress(false);
        set_follow_location(false);
    }

    bool exchange(httplib::Stream& stream, httplib::Request& request, httplib::Response& response) {
        httplib::Error error = httplib::Error::Success;
        const bool close_connection = true;
        return process_request(stream, request, response, close_connection, error);
    }
};

httplib::Request make_request(const Endpoint& endpoint, const char* method, const std::string& path) {
    httplib::Request request;
    request.method = method;
    request.path = path;
    request.set_header("Host", endpoint.authority());
    request.set_header("Accept", "application/json");
    request.set_header("Accept-Encoding", "identity");
    request.set_header("User-Agent", "chaincore");
    return request;
}

std::string text_of_seconds(std::chrono::milliseconds time) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    if (seconds == time) return std::to_string(seconds.count()) + " s";
    return std::to_string(time.count()) + " ms";
}

// One request on its way: what the callbacks of httplib fill in.
class Call {
public:
    Call(const Endpoint& endpoint, httplib::Request request, const HttpLimits& limits)
        : endpoint_(endpoint), request_(std::move(request)), limits_(limits) {}

    Result<HttpAnswer, Error> run() {
        const Deadline deadline = std::chrono::steady_clock::now() + limits_.deadline;
        auto socket = DeadlineSocket::connect(endpoint_, deadline);
        if (!socket) return complain(deadline_has_passed(deadline) ? no_answer() : socket.error().message);
        LimitedStream stream(*socket);
        httplib::Response response;
        const bool complete = exchange(stream, response);
        if (is_too_large_) return complain("the answer is longer than " + std::to_string(limits_.max_body) + " bytes");
        if (socket->timed_out()) return complain(no_answer());
        if (stream.has_bad_head()) return complain("the answer has a head that is too long");
        if (!complete) return complain(stream.has_received() ? "the answer is no HTTP, or was cut off" : "no answer");
        return make_answer(response);
    }

private:
    bool exchange(LimitedStream& stream, httplib::Response& response) {
        request_.response_handler = [&stream](const httplib::Response&) {
            stream.end_of_head();
            return true;
        };
        request_.content_receiver = [this](const char* bytes, std::size_t size, std::uint64_t, std::uint64_t) {
            is_too_large_ = size > limits_.max_body - body_.size();
            if (!is_too_large_) body_.append(bytes, size);
            return !is_too_large_;
        };
        try {
            return MessageClient(endpoint_).exchange(stream, request_, response);
        } catch (const std::exception&) {
            return false;
        }
    }

    HttpAnswer make_answer(const httplib::Response& response) {
        HttpAnswer answer{response.status, std::move(body_), {}};
        for (const auto& [name, value] : response.headers) answer.headers.push_back({name, value});
        return answer;
    }

    static bool deadline_has_passed(Deadline deadline) { return std::chrono::steady_clock::now() >= deadline; }

    std::string no_answer() const { return "no complete answer within " + text_of_seconds(limits_.deadline); }

    tl::unexpected<Error> complain(const std::string& reason) const {
        return fail(Error{endpoint_.url() + request_.path + ": " + reason});
    }

    const Endpoint& endpoint_;
    httplib::Request request_;
    const HttpLimits& limits_;
    std::string body_;
    bool is_too_large_ = false;
};

}  // namespace

const std::string* HttpAnswer::find_header(std::string_view name) const {
    for (const HttpHeader& header : headers)
        if (header.name.size() == name.size() && ::strncasecmp(header.name.data(), name.data(), name.size()) == 0)
            return &header.value;
    return nullptr;
}

Result<HttpAnswer, Error> HttpClient::get(const std::string& path, const HttpLimits& limits) const {
    return Call(endpoint_, make_request(endpoint_, "GET", path), limits).run();
}

Result<HttpAnswer, Error> HttpClient::post_json(const std::string& path, std::string body,
                                                const std::vector<HttpHeader>& headers,
                                                const HttpLimits& limits) const {
    httplib::Request request = make_request(endpoint_, "POST", path);
    request.set_header("Content-Type", "application/json");
    for (const HttpHeader& header : headers) request.set_header(header.name, header.value);
    request.body = std::move(body);
    return Call(endpoint_, std::move(request), limits).run();
}

}  // namespace chaincore::net
