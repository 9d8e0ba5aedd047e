// SPDX-License-Identifier: MIT
#include "api/access.hpp"

#include <gtest/gtest.h>

namespace chaincore::api {
namespace {

constexpr const char* kToken = "0123456789abcdef0123456789abcdef";
const Caller kHere{true, "127.0.0.1"};
const Caller kElsewhere{false, "192.168.1.5"};

const Access& access() {
    static const Access value(kToken, "0.0.0.0", {"miner.example"});
    return value;
}

RequestHead head_with(std::vector<HeaderField> fields) {
    RequestHead head;
    head.fields = std::move(fields);
    return head;
}

int status_of(const RequestHead& head, const Caller& caller, Permission permission) {
    const auto refusal = access().judge_write(head, "localhost", caller, permission);
    return refusal ? refusal->status : 200;
}

TEST(Access, AnybodyMayWriteWhatPeersWrite) {
    EXPECT_EQ(status_of({}, kHere, Permission::anyone), 200);
    EXPECT_EQ(status_of({}, kElsewhere, Permission::anyone), 200);
}

TEST(Access, MinersElsewhereNeedTheToken) {
    EXPECT_EQ(status_of({}, kHere, Permission::miner), 200);
    EXPECT_EQ(status_of({}, kElsewhere, Permission::miner), 401);
    const auto with_token = head_with({{"authorization", std::string("Bearer ") + kToken}});
    EXPECT_EQ(status_of(with_token, kElsewhere, Permission::miner), 200);
}

TEST(Access, WhatIsTheOperatorsNeedsTheTokenEverywhere) {
    const auto with_token = head_with({{"authorization", std::string("Bearer ") + kToken}});
    for (const Caller& caller : {kHere, kElsewhere}) {
        EXPECT_EQ(status_of({}, caller, Permission::token_alone), 401);
        EXPECT_EQ(status_of(with_token, caller, Permission::token_alone), 200);
    }
}

TEST(Access, LocalMiningFromElsewhereNeedsTheToken) {
    EXPECT_EQ(status_of(head_with({{"x-local-mining", "true"}}), kHere, Permission::anyone), 200);
    EXPECT_EQ(status_of(head_with({{"x-local-mining", "True"}}), kElsewhere, Permission::anyone), 403);
    EXPECT_EQ(status_of(head_with({{"x-local-mining", "false"}}), kElsewhere, Permission::anyone), 200);
    const auto with_token = head_with({{"x-local-mining", "true"}, {"authorization", std::string("Bearer ") + kToken}});
    EXPECT_EQ(status_of(with_token, kElsewhere, Permission::anyone), 200);
}

TEST(Access, AnEmptyTokenOpensNothing) {
    const Access without_token("", "0.0.0.0", {});
    const auto refusal = without_token.judge_write(head_with({{"authorization", "Bearer "}}), "localhost", kElsewhere,
                                                   Permission::miner);
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->status, 401);
}

TEST(Access, TheAddressThatWasDialledIsOurs) {
    EXPECT_FALSE(access().judge_host("192.168.1.5:5000", kElsewhere));
    EXPECT_TRUE(access().judge_host("192.168.1.6:5000", kElsewhere));
    EXPECT_FALSE(access().judge_host("[fe80::1]:5000", {false, "fe80::1"}));
}

}  // namespace
}  // namespace chaincore::api
