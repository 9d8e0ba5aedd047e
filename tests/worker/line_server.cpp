// SPDX-License-Identifier: MIT
#include "worker/line_server.hpp"

#include <algorithm>
#include <array>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace chaincore::worker {

LineServer::LineServer() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof place;
    auto* const address = reinterpret_cast<sockaddr*>(&place);
    if (::bind(listener_, address, size) != 0 || ::listen(listener_, 8) != 0 ||
        ::getsockname(listener_, address, &size) != 0)
        throw std::runtime_error("no port to listen on");
    port_ = ntohs(place.sin_port);
    thread_ = std::jthread([this] { listen(); });
}

LineServer::~LineServer() {
    ::shutdown(listener_, SHUT_RDWR);
    {
        const std::lock_guard lock(mutex_);
        if (connection_ >= 0) ::shutdown(connection_, SHUT_RDWR);
    }
    thread_.join();
    ::close(listener_);
}

void LineServer::listen() {
    while (true) {
        const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0) return;
        {
            const std::lock_guard lock(mutex_);
            connection_ = connection;
            ++calls_;
            changed_.notify_all();
        }
        read(connection);
        const std::lock_guard lock(mutex_);
        connection_ = -1;
        ::close(connection);
    }
}

void LineServer::read(int connection) {
    std::array<char, 4096> piece;
    std::string beginning;
    for (ssize_t size = 0; (size = ::recv(connection, piece.data(), piece.size(), 0)) > 0;) {
        beginning.append(piece.data(), static_cast<std::size_t>(size));
        for (std::size_t end = 0; (end = beginning.find('\n')) != std::string::npos; beginning.erase(0, end + 1)) {
            const std::lock_guard lock(mutex_);
            lines_.push_back(beginning.substr(0, end));
            changed_.notify_all();
        }
    }
}

template <class Condition>
void LineServer::wait_until(const std::string& what, const Condition& holds) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, std::chrono::seconds(60), holds)) throw std::runtime_error("never came: " + what);
}

std::string LineServer::wait_for(const std::string& method, std::size_t times) {
    std::string last;
    wait_until(method, [&] {
        const auto asks = [&](const std::string& line) { return line.find('"' + method + '"') != std::string::npos; };
        const auto found = std::find_if(lines_.rbegin(), lines_.rend(), asks);
        if (found != lines_.rend()) last = *found;
        return static_cast<std::size_t>(std::count_if(lines_.begin(), lines_.end(), asks)) >= times;
    });
    return last;
}

void LineServer::wait_for_calls(std::size_t calls) {
    wait_until("a call", [&] { return calls_ >= calls; });
}

void LineServer::say(const std::string& lines) {
    const std::lock_guard lock(mutex_);
    if (::send(connection_, lines.data(), lines.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(lines.size()))
        throw std::runtime_error("nobody is there to listen");
}

}  // namespace chaincore::worker
