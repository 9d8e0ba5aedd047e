// SPDX-License-Identifier: MIT
#include "api/raw_client.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <utility>

namespace chaincore::test {
namespace {

constexpr timeval kPatience{20, 0};  // a server that does not answer fails the test instead of stopping it

std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

sockaddr_in address_of(const char* host, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    inet_pton(AF_INET, host, &address.sin_addr);
    return address;
}

HttpAnswer answer_of_head(std::string_view head) {
    HttpAnswer answer;
    answer.status = std::stoi(std::string(head.substr(9, 3)));
    std::size_t line = head.find("\r\n") + 2;
    while (line < head.size()) {
        const std::size_t end = head.find("\r\n", line);
        const std::size_t colon = head.find(": ", line);
        answer.headers[lower_case(std::string(head.substr(line, colon - line)))] =
            head.substr(colon + 2, end - colon - 2);
        line = end + 2;
    }
    return answer;
}

}  // namespace

RawClient::RawClient(std::uint16_t port, int receive_buffer, const char* from)
    : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    if (receive_buffer > 0) setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    const sockaddr_in source = address_of(from, 0);
    const sockaddr_in address = address_of("127.0.0.1", port);
    if (bind(socket_, reinterpret_cast<const sockaddr*>(&source), sizeof source) == 0 &&
        connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        return;
    ::close(socket_);
    socket_ = -1;
}

RawClient::RawClient(RawClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), unread_(std::move(other.unread_)) {}

RawClient::~RawClient() {
    if (socket_ >= 0) ::close(socket_);
}

void RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void RawClient::finish_sending() { shutdown(socket_, SHUT_WR); }

HttpAnswer RawClient::receive(bool is_head) {
    while (unread_.find("\r\n\r\n") == std::string::npos)
        if (!read_more()) return {};
    const std::size_t head_end = unread_.find("\r\n\r\n") + 4;
    HttpAnswer answer = answer_of_head(std::string_view(unread_).substr(0, head_end - 2));
    unread_.erase(0, head_end);
    if (is_head || !answer.headers.contains("content-length")) return answer;
    const std::size_t length = std::stoul(answer.headers["content-length"]);
    while (unread_.size() < length && read_more()) {
    }
    answer.body = unread_.substr(0, length);
    unread_.erase(0, length);
    return answer;
}

std::string RawClient::read_until(std::string_view text) {
    while (unread_.find(text) == std::string::npos)
        if (!read_more()) return std::exchange(unread_, {});
    const std::size_t end = unread_.find(text) + text.size();
    std::string read = unread_.substr(0, end);
    unread_.erase(0, end);
    return read;
}

bool RawClient::is_closed() { return unread_.empty() && !read_more(); }

std::string RawClient::read_some(std::size_t bytes) {
    if (unread_.empty()) read_more();
    std::string some = unread_.substr(0, bytes);
    unread_.erase(0, some.size());
    return some;
}

bool RawClient::read_more() {
    std::array<char, 65536> buffer{};
    const ssize_t received = recv(socket_, buffer.data(), buffer.size(), 0);
    if (received <= 0) return false;
    unread_.append(buffer.data(), static_cast<std::size_t>(received));
    return true;
}

std::string get_request(const std::string& target) { return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n"; }

std::string post_request(const std::string& target, const std::string& body, const std::string& more_headers) {
    return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n" + more_headers + "\r\n" + body;
}

HttpAnswer ask(std::uint16_t port, std::string_view request) {
    RawClient client(port);
    client.send(request);
    return client.receive(request.starts_with("HEAD "));
}

HttpAnswer get(std::uint16_t port, const std::string& target) { return ask(port, get_request(target)); }

HttpAnswer post(std::uint16_t port, const std::string& target, const std::string& body,
                const std::string& more_headers) {
    return ask(port, post_request(target, body, more_headers));
}

}  // namespace chaincore::test
