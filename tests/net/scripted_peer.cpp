// SPDX-License-Identifier: MIT
#include "net/scripted_peer.hpp"

#include "chaincore/util/check.hpp"
#include "net/raw_server.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace chaincore::test {
namespace {

using Lock = std::unique_lock<std::mutex>;

constexpr std::chrono::seconds kPatience{20};

// On the port of a peer that has just gone, too.
int listen_on(std::uint16_t port) {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHAINCORE_CHECK(::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    CHAINCORE_CHECK(::listen(listener, 64) == 0);
    return listener;
}

std::uint16_t port_of(int listener) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    CHAINCORE_CHECK(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    return ntohs(address.sin_port);
}

std::string path_of(const std::string& request) {
    const std::size_t begin = request.find(' ') + 1;
    return request.substr(begin, request.find(' ', begin) - begin);
}

std::string message(const Reply& reply) {
    return "HTTP/1.1 " + std::to_string(reply.status) +
           " Said\r\nContent-Length: " + std::to_string(reply.body.size()) + "\r\nConnection: close\r\n\r\n" +
           reply.body;
}

}  // namespace

ScriptedPeer::ScriptedPeer(std::uint16_t port) : listener_(listen_on(port)), port_(port_of(listener_)) {
    acceptor_ = std::jthread([this] { accept_all(); });
}

ScriptedPeer::~ScriptedPeer() {
    {
        const Lock lock(mutex_);
        is_ending_ = true;
        for (const int descriptor : descriptors_) ::shutdown(descriptor, SHUT_RDWR);
        changed_.notify_all();
    }
    ::shutdown(listener_, SHUT_RDWR);  // ends accept()
    acceptor_.join();
    threads_.clear();
    ::close(listener_);
}

void ScriptedPeer::accept_all() {
    while (true) {
        const int descriptor = ::accept(listener_, nullptr, nullptr);
        const Lock lock(mutex_);
        if (descriptor < 0) return;
        if (is_ending_) {
            ::close(descriptor);
            return;
        }
        descriptors_.push_back(descriptor);
        threads_.emplace_back([this, descriptor] { serve(descriptor); });
    }
}

void ScriptedPeer::serve(int descriptor) {
    const Connection connection(descriptor);
    const std::string text = connection.read_request();
    const std::size_t head_end = text.find("\r\n\r\n");
    if (head_end != std::string::npos) {
        const Reply reply = reply_to(path_of(text), {text.substr(0, head_end + 2), text.substr(head_end + 4)});
        connection.send(message(reply));
    }
    const Lock lock(mutex_);
    descriptors_.remove(descriptor);
    ::close(descriptor);
}

// A script runs without the lock.
Reply ScriptedPeer::reply_to(const std::string& name, const SeenRequest& request) {
    Lock lock(mutex_);
    Path& path = paths_[name];  // stays where it is: nothing is ever removed
    path.requests.push_back(request);
    path.most_under_way = std::max(path.most_under_way, ++path.under_way);
    changed_.notify_all();
    changed_.wait(lock, [&] { return is_ending_ || !path.hangs; });
    Reply reply;
    if (const Script script = path.script) {
        lock.unlock();
        reply = script(request);
        lock.lock();
    } else if (name == "/status") {
        reply = status();
    } else if (name == "/peers") {
        reply = peers();
    }
    --path.under_way;
    return reply;
}

Reply ScriptedPeer::status() const {
    std::string body = R"({"node_id": "node1", "blockchain_length": )" + std::to_string(length_);
    if (!instance_id_.empty()) body += R"(, "software": "chaincore/1", "instance_id": ")" + instance_id_ + '"';
    return {200, body + "}"};
}

Reply ScriptedPeer::peers() const {
    std::string list;
    for (const std::string& url : peers_) list += (list.empty() ? "\"" : ", \"") + url + '"';
    return {200, R"({"active_peers": [)" + list + "]}"};
}

void ScriptedPeer::set_length(std::uint64_t length) {
    const Lock lock(mutex_);
    length_ = length;
}

void ScriptedPeer::set_instance_id(std::string id) {
    const Lock lock(mutex_);
    instance_id_ = std::move(id);
}

void ScriptedPeer::set_peers(std::vector<std::string> urls) {
    const Lock lock(mutex_);
    peers_ = std::move(urls);
}

void ScriptedPeer::answer(const std::string& path, Reply reply) {
    answer(path, [reply = std::move(reply)](const SeenRequest&) { return reply; });
}

void ScriptedPeer::answer(const std::string& path, Script script) {
    const Lock lock(mutex_);
    paths_[path].script = std::move(script);
}

void ScriptedPeer::hang_on(const std::string& path) {
    const Lock lock(mutex_);
    paths_[path].hangs = true;
}

void ScriptedPeer::release() {
    const Lock lock(mutex_);
    for (auto& [name, path] : paths_) path.hangs = false;
    changed_.notify_all();
}

std::vector<SeenRequest> ScriptedPeer::requests(const std::string& path) const {
    const Lock lock(mutex_);
    const auto found = paths_.find(path);
    return found != paths_.end() ? found->second.requests : std::vector<SeenRequest>();
}

bool ScriptedPeer::has_seen(const std::string& path, std::size_t count) {
    Lock lock(mutex_);
    return changed_.wait_for(lock, kPatience, [&] { return paths_[path].requests.size() >= count; });
}

std::size_t ScriptedPeer::most_at_once(const std::string& path) const {
    const Lock lock(mutex_);
    const auto found = paths_.find(path);
    return found != paths_.end() ? found->second.most_under_way : 0;
}

}  // namespace chaincore::test
