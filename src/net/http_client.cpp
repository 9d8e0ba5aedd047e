// SPDX-License-Identifier: MIT
#include "chaincore/net/http_client.hpp"

#include "net/deadline_socket.hpp"
#include "net/limited_stream.hpp"

#include <algorithm>
#include <exception>
#include <httplib.h>
#include <strings.h>

namespace chaincore::net {
namespace {

using Kind = HttpFault::Kind;

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

enum class Ending : std::uint8_t {
    complete,
    late,
    late_connecting,
    stopped,
    unwanted,       // the receiver had enough
    broken,         // the reason says how
    not_connected,  // so does it here
};

struct Outcome {
    Ending ending;
    std::string reason = {};
    HttpAnswer answer = {};  // without its body
};

HttpAnswer answer_without_body(const httplib::Response& response) {
    HttpAnswer answer{response.status, {}, {}};
    for (const auto& [name, value] : response.headers) answer.headers.push_back({name, value});
    return answer;
}

// One request on its way: what the callbacks of httplib fill in.
class Call {
public:
    // False: no more of it.
    using Receiver = std::function<bool(std::string_view piece)>;

    Call(const Endpoint& endpoint, Resolver& resolver, httplib::Request request, std::chrono::milliseconds deadline,
         std::stop_token stop)
        : endpoint_(endpoint),
          resolver_(resolver),
          request_(std::move(request)),
          deadline_(std::chrono::steady_clock::now() + deadline),
          stop_(std::move(stop)) {}

    // pace: for an answer that may take longer than the deadline; the body of one without a 200 is left unread then.
    Outcome run(const Receiver& receive, Pace* pace = nullptr) {
        auto socket = DeadlineSocket::connect(endpoint_, resolver_, deadline_, stop_);
        if (!socket) return {why_not_connected(), socket.error().message};
        LimitedStream stream(*socket, pace);
        httplib::Response response;
        listen_to(stream, receive, pace != nullptr);
        const bool complete = exchange(stream, response) && ends_as_it_should(stream, response);
        if (is_unwanted_) return {Ending::unwanted};
        if (socket->ended_waiting()) return {stop_.stop_requested() ? Ending::stopped : Ending::late};
        if (stream.has_bad_head()) return {Ending::broken, "the answer has a head that is too long"};
        if (complete || is_left_unread_) return {Ending::complete, {}, answer_without_body(response)};
        return {Ending::broken, stream.has_received() ? "the answer is no HTTP, or was cut off" : "no answer"};
    }

    tl::unexpected<HttpFault> complain(HttpFault::Kind kind, const std::string& reason) const {
        return fail(HttpFault{{endpoint_.url() + request_.path + ": " + reason}, kind});
    }

private:
    void listen_to(LimitedStream& stream, const Receiver& receive, bool only_200) {
        request_.response_handler = [this, &stream, only_200](const httplib::Response& response) {
            stream.end_of_head();
            is_left_unread_ = only_200 && response.status != 200;
            return !is_left_unread_;
        };
        request_.content_receiver = [this, &receive](const char* bytes, std::size_t size, std::uint64_t,
                                                     std::uint64_t) {
            is_unwanted_ = !receive({bytes, size});
            return !is_unwanted_;
        };
    }

    bool exchange(LimitedStream& stream, httplib::Response& response) {
        try {
            return MessageClient(endpoint_).exchange(stream, request_, response);
        } catch (const std::exception&) {
            return false;
        }
    }

    // httplib takes chunks for complete where something else than a line end follows one of them.
    static bool ends_as_it_should(const LimitedStream& stream, const httplib::Response& response) {
        const std::string framing = response.get_header_value("Transfer-Encoding");
        return ::strcasecmp(framing.c_str(), "chunked") != 0 || stream.ends_with_empty_line();
    }

    Ending why_not_connected() const {
        if (stop_.stop_requested()) return Ending::stopped;
        return std::chrono::steady_clock::now() >= deadline_ ? Ending::late_connecting : Ending::not_connected;
    }

    const Endpoint& endpoint_;
    Resolver& resolver_;
    httplib::Request request_;
    Deadline deadline_;
    std::stop_token stop_;
    bool is_unwanted_ = false;
    bool is_left_unread_ = false;
};

constexpr const char* kStopped = "the call was ended";

Result<HttpAnswer, HttpFault> answer_of(const Endpoint& endpoint, Resolver& resolver, httplib::Request request,
                                        const HttpLimits& limits) {
    Call call(endpoint, resolver, std::move(request), limits.deadline, limits.stop);
    std::string body;
    Outcome outcome = call.run([&body, &limits](std::string_view piece) {
        if (piece.size() > limits.max_body - body.size()) return false;
        body.append(piece);
        return true;
    });
    const auto late = [&limits] { return "no complete answer within " + text_of_seconds(limits.deadline); };
    switch (outcome.ending) {
        case Ending::complete: break;
        case Ending::late: return call.complain(Kind::late, late());
        case Ending::late_connecting: return call.complain(Kind::no_connection, late());
        case Ending::stopped: return call.complain(Kind::stopped, kStopped);
        case Ending::unwanted:
            return call.complain(Kind::too_long,
                                 "the answer is longer than " + std::to_string(limits.max_body) + " bytes");
        case Ending::broken: return call.complain(Kind::broken, outcome.reason);
        case Ending::not_connected: return call.complain(Kind::no_connection, outcome.reason);
    }
    outcome.answer.body = std::move(body);
    return std::move(outcome.answer);
}

std::string text_of_slowness(const StreamLimits& limits, const Pace& pace) {
    if (std::chrono::steady_clock::now() >= pace.end())
        return "no complete answer within " + text_of_seconds(*limits.total);
    if (!pace.is_flowing()) return "nothing of use within " + text_of_seconds(limits.first_deadline);
    return "fewer than " + std::to_string(limits.window_bytes) + " bytes of the answer within " +
           text_of_seconds(limits.window);
}

}  // namespace

const std::string* HttpAnswer::find_header(std::string_view name) const {
    for (const HttpHeader& header : headers)
        if (header.name.size() == name.size() && ::strncasecmp(header.name.data(), name.data(), name.size()) == 0)
            return &header.value;
    return nullptr;
}

Result<HttpAnswer, HttpFault> HttpClient::get(const std::string& path, const HttpLimits& limits) const {
    return answer_of(endpoint_, *resolver_, make_request(endpoint_, "GET", path), limits);
}

Result<HttpAnswer, HttpFault> HttpClient::post_json(const std::string& path, std::string body,
                                                    const std::vector<HttpHeader>& headers,
                                                    const HttpLimits& limits) const {
    httplib::Request request = make_request(endpoint_, "POST", path);
    request.set_header("Content-Type", "application/json");
    for (const HttpHeader& header : headers) request.set_header(header.name, header.value);
    request.body = std::move(body);
    return answer_of(endpoint_, *resolver_, std::move(request), limits);
}

Result<HttpAnswer, HttpFault> HttpClient::get_stream(const std::string& path, const StreamLimits& limits,
                                                     const BodyReceiver& receive) const {
    const auto first = limits.total ? std::min(limits.first_deadline, *limits.total) : limits.first_deadline;
    Call call(endpoint_, *resolver_, make_request(endpoint_, "GET", path), first, limits.stop);
    const auto end = limits.total ? std::chrono::steady_clock::now() + *limits.total : Deadline::max();
    Pace pace(limits.window_bytes, limits.window, end);
    Outcome outcome = call.run(
        [&pace, &receive](std::string_view piece) {
            const Reception said = receive(piece);
            if (said == Reception::flowing) pace.begin();
            return said != Reception::enough;
        },
        &pace);
    switch (outcome.ending) {
        case Ending::complete: return std::move(outcome.answer);
        case Ending::late: return call.complain(Kind::late, text_of_slowness(limits, pace));
        case Ending::late_connecting: return call.complain(Kind::no_connection, text_of_slowness(limits, pace));
        case Ending::stopped: return call.complain(Kind::stopped, kStopped);
        case Ending::unwanted: return call.complain(Kind::unwanted, "no more of the answer was wanted");
        case Ending::not_connected: return call.complain(Kind::no_connection, outcome.reason);
        case Ending::broken: break;
    }
    return call.complain(Kind::broken, outcome.reason);
}

}  // namespace chaincore::net
