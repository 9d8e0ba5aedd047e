// SPDX-License-Identifier: MIT
// A node that does as the test says: a chain of hashes, templates on top of it, and what is handed in. Any thread.
#pragma once

#include "chaincore/worker/node_link.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace chaincore::worker {

class FakeNode {
public:
    explicit FakeNode(std::string url) : url_(std::move(url)) {}

    // What it does until the test says otherwise: it takes every block that fits. The rest is about that.
    void be_away(bool is_away) { set(is_away_, is_away); }
    void tell_tip(bool tells) { set(tells_tip_, tells); }
    void answer(std::optional<HandInAnswer> answer) { set(answer_, std::move(answer)); }
    void answer_once(HandInAnswer answer) {  // then as before
        set(is_once_, true);
        this->answer(std::move(answer));
    }
    void take_silently(bool takes) { set(takes_silently_, takes); }  // and give the answer above, or none while away
    void pay(double amount) { set(amount_, amount); }
    void skew_template(std::uint64_t blocks) { set(skew_, blocks); }
    void spoil_template(std::string trouble) { set(trouble_, std::move(trouble)); }
    void date_template(double timestamp) { set(timestamp_, timestamp); }
    void hang(bool hangs) { set(hangs_, hangs); }  // /status does
    void grow();                                   // by somebody else's block

    std::uint64_t length();
    std::string tip();
    std::uint64_t templates();
    std::vector<std::chrono::milliseconds> deadlines();  // of templates
    std::vector<chain::Block> handed_in();

    Result<net::PeerStatus, Error> status(const std::stop_token& stop);
    Result<chain::Block, Error> block_template(const std::string& payee, std::chrono::milliseconds deadline);
    Result<HandInAnswer, Error> hand_in(const chain::Block& block);
    const std::string& url() const { return url_; }

private:
    template <class T, class U>
    void set(T& member, U value) {
        const std::lock_guard lock(mutex_);
        member = std::move(value);
    }
    Error away() const { return {url_ + ": connection refused"}; }
    HandInAnswer connect(const chain::Block& block);

    const std::string url_;
    std::mutex mutex_;  // guards what follows
    std::vector<std::string> hashes_{std::string(64, '0'), std::string(64, '1'), std::string(64, '2')};
    std::vector<chain::Block> handed_in_;
    std::vector<std::chrono::milliseconds> deadlines_;
    std::uint64_t skew_ = 0;
    double amount_ = 50.0;
    std::optional<double> timestamp_;  // of templates
    bool is_away_ = false;
    bool tells_tip_ = false;
    bool takes_silently_ = false;
    bool hangs_ = false;
    bool is_once_ = false;
    std::string trouble_;
    std::optional<HandInAnswer> answer_;
};

// The test keeps the node, the worker the link.
class FakeLink final : public NodeLink {
public:
    explicit FakeLink(FakeNode& node) : node_(node) {}
    std::string url() const override { return node_.url(); }
    Result<net::PeerStatus, Error> status(const std::stop_token& stop) override { return node_.status(stop); }
    Result<chain::Block, Error> block_template(const std::string& payee, std::chrono::milliseconds deadline,
                                               const std::stop_token&) override {
        return node_.block_template(payee, deadline);
    }
    Result<HandInAnswer, Error> hand_in(const chain::Block& block, const std::stop_token&) override {
        return node_.hand_in(block);
    }

private:
    FakeNode& node_;
};

// Until it holds, or 20 s are over, which fails the test.
void wait_for(const std::function<bool()>& condition);

}  // namespace chaincore::worker
