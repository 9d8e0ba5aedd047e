// SPDX-License-Identifier: MIT
// A server on a port of its own in front of a fake node. One thread.
#pragma once

#include "api/fake_node.hpp"
#include "api/raw_client.hpp"
#include "chaincore/api/http_server.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <string>

namespace chaincore::test {

class RecordingLog final : public util::Log {
public:
    void write(util::LogLevel level, std::string_view line) override {
        const std::lock_guard lock(mutex_);
        lines_ += std::string(util::log_level_name(level)) + ": " + std::string(line) + '\n';
    }
    std::string lines() const {
        const std::lock_guard lock(mutex_);
        return lines_;
    }

private:
    mutable std::mutex mutex_;
    std::string lines_;  // guarded by mutex_
};

class ServerTest : public testing::Test {
protected:
    // Options and node are set up by then.
    void start() {
        auto started = api::HttpServer::start(options, node, log);
        ASSERT_TRUE(started) << started.error().message;
        server = *std::move(started);
        port = server->port();
    }

    RecordingLog log;
    FakeNode node;
    api::HttpServerOptions options;
    std::unique_ptr<api::HttpServer> server;
    std::uint16_t port = 0;
};

}  // namespace chaincore::test
