// SPDX-License-Identifier: MIT
// What a client sends to the API, in pieces that the input cuts, over a real connection of the front: whatever the
// pieces, the same requests are let in and the same bytes are answered; requests end where their heads say; nothing
// that is let in is beyond a limit.
#include "api/connection.hpp"
#include "api/dispatcher.hpp"
#include "api/lower_case.hpp"
#include "fuzz/choices.hpp"
#include "fuzz/require.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

using namespace chaincore;
using namespace chaincore::api;
using fuzz::require;

namespace {

// Small enough for the fuzzer to reach them.
constexpr std::size_t kMaxBlock = 200;
constexpr std::size_t kMostBodies = 300;

// Each costs system calls.
constexpr std::size_t kMostPieces = 12;

const Caller kCaller{true, "127.0.0.1", "127.0.0.1"};

Answer say(const Call& call) {
    std::string said = call.rest + "|" + std::string(call.body);
    for (const auto& [key, value] : call.query) said += "|" + key + "=" + value;
    return {200, std::move(said)};
}

RouteTable make_routes() {
    RouteTable routes;
    routes.add({.path = "/status", .handle = say});
    routes.add({.path = "/balance/", .takes_rest = true, .handle = say});
    routes.add({.method = Method::post, .path = "/submit_block", .max_body = kMaxBlock, .handle = say});
    routes.add({.method = Method::post, .path = "/sync_now", .reads_body = false, .handle = say});
    routes.add({.method = Method::post, .path = "/mine_block", .permission = Permission::miner, .handle = say});
    routes.add({.method = Method::post, .path = "/add_peer", .permission = Permission::token_alone, .handle = say});
    return routes;
}

// A request as the front saw it.
struct Seen {
    RequestHead head;
    bool is_let_in = false;
    std::size_t max_body = 0;  // of what was let in
    bool is_whole = false;
    std::string body;
};

class Host final : public ConnectionHost {
public:
    explicit Host(boost::asio::io_context& io) : io_(io) {}

    const HttpLimits& limits() const override { return limits_; }
    HttpFigures& figures() override { return figures_; }

    Result<AdmittedRequest, Refusal> admit(const RequestHead& head, const Caller&, api::Client&) override {
        auto request = judge_head(head, kCaller, routes(), access());
        seen_.push_back({.head = head,
                         .is_let_in = request.has_value(),
                         .max_body = request ? request->route->max_body : 0,
                         .is_whole = false,
                         .body = {}});
        return request;
    }

    bool grant_body(api::Client&, std::size_t granted, std::size_t bytes) override {
        if (body_bytes_ - granted + bytes > kMostBodies) return false;
        body_bytes_ += bytes - granted;
        return true;
    }
    void give_back_body(api::Client&, std::size_t bytes) override { body_bytes_ -= bytes; }

    bool dispatch(std::shared_ptr<Connection> connection, AdmittedRequest request) override {
        static Dispatcher dispatcher(routes(), log());
        require(!seen_.empty() && seen_.back().is_let_in, "only what was let in is answered");
        seen_.back().is_whole = true;
        seen_.back().body = request.body;
        ++answered_;
        auto reply = std::make_shared<Reply>(dispatcher.answer(request));
        unsent_ += reply->bytes.size();
        boost::asio::post(io_, [connection = std::move(connection), reply] { connection->send(std::move(*reply)); });
        return true;
    }

    // The connection refuses something by itself.
    void add_unsent(std::size_t bytes) override {
        unsent_ += bytes;
        if (answered_ < seen_.size()) {
            ++answered_;
        } else {
            broken_head_bytes_ = bytes;
        }
    }
    void remove_unsent(std::size_t bytes) override { unsent_ -= bytes; }
    void remove_kept(std::size_t) override {}
    bool grant_stream(api::Client&, const Reply&) override { return true; }
    void give_back_stream(api::Client&) override {}
    void fetch_piece(std::shared_ptr<Connection>, std::shared_ptr<BodySource>) override {}
    bool is_stopping() const override { return false; }
    void forget(const Connection&) override { is_forgotten_ = true; }

    const std::vector<Seen>& seen() const { return seen_; }
    // Of the answer to what was no head at all; 0: there is none.
    std::size_t broken_head_bytes() const { return broken_head_bytes_; }
    void require_all_returned() const {
        require(is_forgotten_, "a connection ends once its client has gone");
        require(body_bytes_ == 0 && unsent_ == 0, "what was granted is given back");
    }

private:
    static const RouteTable& routes() {
        static const RouteTable table = make_routes();
        return table;
    }
    static const Access& access() {
        static const Access value("token", "0.0.0.0", {"miner.example"});
        return value;
    }
    static util::Log& log() {
        static util::NullLog quiet;
        return quiet;
    }

    boost::asio::io_context& io_;
    const HttpLimits limits_;  // nothing waits long enough for a deadline
    HttpFigures figures_;
    std::vector<Seen> seen_;
    std::size_t answered_ = 0;  // of them
    std::size_t broken_head_bytes_ = 0;
    std::size_t body_bytes_ = 0;
    std::size_t unsent_ = 0;
    bool is_forgotten_ = false;
};

struct Outcome {
    std::vector<Seen> seen;
    std::string answered;     // to these
    std::string broken_head;  // what is said to a head that is none
};

// One client from its first byte to its last.
class Conversation {
public:
    Conversation() : host_(io_) {
        int ends[2];
        require(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0, "there is a pair of sockets");
        client_ = ends[0];
        boost::asio::ip::tcp::socket socket(io_);
        socket.assign(boost::asio::ip::tcp::v4(), ends[1]);
        connection_ =
            std::make_shared<Connection>(std::move(socket), host_, kCaller, std::make_shared<api::Client>(nullptr));
        connection_->serve();
    }

    void send(std::string_view piece) {
        // A front that has closed hears no more.
        if (::send(client_, piece.data(), piece.size(), MSG_NOSIGNAL) < 0)
            require(errno == EPIPE || errno == ECONNRESET, "a small piece can always be sent");
        io_.poll();
        receive();
    }

    Outcome finish() {
        ::shutdown(client_, SHUT_WR);
        io_.poll();
        receive();
        ::close(client_);
        connection_->close();
        connection_.reset();
        io_.poll();
        host_.require_all_returned();
        require(host_.broken_head_bytes() <= answered_.size(), "an answer is sent");
        const std::size_t end = answered_.size() - host_.broken_head_bytes();
        return {host_.seen(), answered_.substr(0, end), answered_.substr(end)};
    }

private:
    void receive() {
        char piece[4096];
        for (ssize_t size; (size = ::recv(client_, piece, sizeof piece, 0)) > 0;)
            answered_.append(piece, static_cast<std::size_t>(size));
    }

    boost::asio::io_context io_;
    Host host_;
    std::shared_ptr<Connection> connection_;
    int client_ = -1;
    std::string answered_;
};

Outcome serve(std::string_view text, const std::vector<std::size_t>& sizes) {
    Conversation client;
    for (std::size_t i = 0; !text.empty(); ++i) {
        const bool is_last = i >= kMostPieces;
        const std::string_view piece = text.substr(0, is_last ? text.size() : sizes[i % sizes.size()]);
        client.send(piece);
        text.remove_prefix(piece.size());
    }
    return client.finish();
}

bool is_same(const Seen& one, const Seen& other) {
    const auto first_line = [](const Seen& seen) { return seen.head.method + " " + seen.head.target; };
    return first_line(one) == first_line(other) && one.is_let_in == other.is_let_in && one.is_whole == other.is_whole &&
           one.body == other.body;
}

// Is there a line of the head that says so many bytes?
bool says_length(std::string_view head, std::size_t length) {
    const std::string lines = lower_case(head);
    for (std::size_t at = lines.find("\r\ncontent-length"); at != std::string::npos;
         at = lines.find("\r\ncontent-length", at + 1)) {
        const std::size_t digits = lines.find_first_of("0123456789", at);
        if (digits != std::string::npos && std::strtoull(lines.c_str() + digits, nullptr, 10) == length) return true;
    }
    return false;
}

bool announces_body(const RequestHead& head) {
    return head.count("transfer-encoding") > 0 || (head.count("content-length") > 0 && head.content_length != 0);
}

void check_limits(const Seen& seen) {
    const RequestHead& head = seen.head;
    require(head.target.size() <= kMaxTargetBytes, "a target that is let in is not too long");
    require(head.fields.size() <= kMaxHeaderLines, "a request that is let in has not too many lines");
    require(head.count("transfer-encoding") == 0, "a body that is let in has a length");
    require(head.count("content-length") <= 1, "a body has one length");
    require(head.count("host") <= 1 && (head.count("host") == 1 || head.is_http_1_0), "a request says whom it asks");
    require(seen.body.size() <= std::min(seen.max_body, kMostBodies), "a body is not larger than its path allows");
}

// One request begins where the one before ends: where two readers could disagree, somebody could smuggle a second one
// past the first.
void check_framing(std::string_view text, const std::vector<Seen>& seen) {
    for (const Seen& one : seen) {
        require(text.starts_with(one.head.method + " " + one.head.target + " HTTP/1."),
                "a request begins where the one before has ended");
        const std::size_t head_end = text.find("\r\n\r\n");
        require(head_end != std::string_view::npos, "a head that is judged is whole");
        const std::size_t head_size = head_end + 4;
        require(head_size <= kMaxHeadBytes, "a head that is judged is not too long");
        const std::string_view head = text.substr(0, head_size);
        text.remove_prefix(head_size);
        if (one.is_let_in) check_limits(one);
        if (!one.is_let_in && announces_body(one.head))
            require(&one == &seen.back(), "the body of a refused request is not taken for the next");
        if (!one.is_whole) continue;
        const std::size_t length = one.head.content_length.value_or(0);
        require(length == 0 || says_length(head, length), "a body is as long as its head says");
        require(length <= text.size(), "a request is answered once it is whole");
        require(one.body.empty() || one.body == text.substr(0, length), "a body is what stands behind its head");
        text.remove_prefix(length);
    }
}

// The parser may see at once what is wrong, or wait for more: until the deadline, which is far away here.
bool is_refusal_or_nothing(const std::string& answer) {
    return answer.empty() ||
           (answer.starts_with("HTTP/1.1 4") && answer.find("Connection: close") != std::string::npos);
}

}  // namespace

// Four bytes say how long the pieces are that the others come in.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Choices choices(fuzz::as_text(data, size));
    std::vector<std::size_t> sizes;
    for (int i = 0; i < 4; ++i) sizes.push_back(1 + choices.pick(256));
    const std::string_view text = choices.rest();

    const Outcome whole = serve(text, {text.size()});
    const Outcome cut = serve(text, sizes);
    require(std::equal(cut.seen.begin(), cut.seen.end(), whole.seen.begin(), whole.seen.end(), is_same),
            "pieces make the same requests");
    require(cut.answered == whole.answered, "pieces get the same answers");
    require(is_refusal_or_nothing(cut.broken_head) && is_refusal_or_nothing(whole.broken_head),
            "what is no request is refused");
    check_framing(text, whole.seen);
    return 0;
}
