// SPDX-License-Identifier: MIT
// A peer that does what the test says: it answers /status and /peers by itself, takes what is posted, remembers every
// request, and hangs where it is told to. Many connections at once; any thread.
#pragma once

#include "chaincore/net/endpoint.hpp"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace chaincore::test {

struct SeenRequest {
    std::string head;
    std::string body;
};

struct Reply {
    int status = 200;
    std::string body = "{}";
};

class ScriptedPeer {
public:
    using Script = std::function<Reply(const SeenRequest&)>;

    // port: 0 is any free one.
    explicit ScriptedPeer(std::uint16_t port = 0);
    ~ScriptedPeer();

    net::Endpoint endpoint() const { return {"localhost", port_}; }
    std::string url() const { return endpoint().url(); }

    void set_length(std::uint64_t length);
    void set_instance_id(std::string id);
    void set_peers(std::vector<std::string> urls);

    // Instead of what it does by itself.
    void answer(const std::string& path, Reply reply);
    void answer(const std::string& path, Script script);
    // Requests are read and get no answer, until it is released or gone.
    void hang_on(const std::string& path);
    void release();

    std::vector<SeenRequest> requests(const std::string& path) const;
    // False: so many have not come in a generous time.
    bool has_seen(const std::string& path, std::size_t count = 1);
    // How many of these were under way at the same time.
    std::size_t most_at_once(const std::string& path) const;

private:
    struct Path {
        Script script;
        bool hangs = false;
        std::vector<SeenRequest> requests;
        std::size_t under_way = 0;
        std::size_t most_under_way = 0;
    };

    void accept_all();
    void serve(int descriptor);
    Reply reply_to(const std::string& path, const SeenRequest& request);
    Reply status() const;
    Reply peers() const;

    int listener_;
    std::uint16_t port_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, Path> paths_;  // guarded by mutex_, as all below
    std::uint64_t length_ = 1;
    std::string instance_id_;
    std::vector<std::string> peers_;
    bool is_ending_ = false;
    std::list<int> descriptors_;
    std::vector<std::jthread> threads_;
    std::jthread acceptor_;
};

}  // namespace chaincore::test
