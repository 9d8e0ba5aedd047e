// SPDX-License-Identifier: MIT
#include "worker/inbox.hpp"

#include <gtest/gtest.h>

namespace chaincore::worker {
namespace {

using namespace std::chrono_literals;

Find find_of(std::uint64_t generation, std::uint64_t nonce = 0) {
    Find find{generation, {}};
    find.header.nonce = chain::Number{nonce};
    return find;
}

TEST(Inbox, KeepsTheFindOfTheLatestJob) {
    Inbox inbox;
    inbox.put(find_of(2, 1));
    inbox.put(find_of(1));
    inbox.put(find_of(2, 2));
    const auto find = inbox.take();
    ASSERT_TRUE(find);
    EXPECT_EQ(find->generation, 2U);
    EXPECT_EQ(find->header.nonce, chain::Number{1});
    EXPECT_FALSE(inbox.take());
}

TEST(Inbox, EndsTheCallForAFind) {
    Inbox inbox;
    const std::stop_token call = inbox.begin_call({});
    EXPECT_FALSE(call.stop_requested());
    inbox.put(find_of(1));
    EXPECT_TRUE(call.stop_requested());
    EXPECT_TRUE(inbox.begin_call({}).stop_requested()) << "it has not been taken yet";
    inbox.take();
    EXPECT_FALSE(inbox.begin_call({}).stop_requested());
}

TEST(Inbox, BeginsNoCallAtTheEnd) {
    Inbox inbox;
    std::stop_source stop;
    const std::stop_token call = inbox.begin_call(stop.get_token());
    stop.request_stop();
    EXPECT_TRUE(inbox.begin_call(stop.get_token()).stop_requested());
    EXPECT_FALSE(call.stop_requested()) << "whoever stops says so";
}

TEST(Inbox, DoesNotWaitWhereThereIsAFind) {
    Inbox inbox;
    inbox.put(find_of(1));
    const auto begin = std::chrono::steady_clock::now();
    inbox.wait_until({}, begin + 1h);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 1min);
}

}  // namespace
}  // namespace chaincore::worker
