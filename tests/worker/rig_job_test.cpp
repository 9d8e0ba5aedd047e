// SPDX-License-Identifier: MIT
#include "worker/rig_job.hpp"

#include "worker/rig_material.hpp"

#include <gtest/gtest.h>

namespace chaincore::worker {
namespace {

using chain::JsonArray;
using stratum::json_number;
using stratum::json_text;
using stratum::json_truth;

std::string trouble_of(const JsonArray& params) {
    const auto job = make_rig_job(params, kSlice, 1);
    return job ? "taken" : job.error().message;
}

std::string trouble_with(std::size_t place, chain::JsonValue value) {
    JsonArray params = sample_params();
    params[place] = std::move(value);
    return trouble_of(params);
}

TEST(RigJob, IsTheHeaderThatTheNodeHashes) {
    const auto job = make_rig_job(sample_params(), kSlice, 16'777'216);
    ASSERT_TRUE(job) << job.error().message;
    EXPECT_EQ(job->id, "2f");
    EXPECT_EQ(job->slice, kSlice);
    EXPECT_EQ(job->difficulty, 16'777'216U);
    EXPECT_EQ(job->zeros, 5U);
    EXPECT_TRUE(job->voids_others);
    EXPECT_EQ(job->job.window, (miner::SearchWindow{1'795'367'986, 1, 999'999}));
    const chain::BlockHeader found = finished_header(job->job, {miner::kLowestNonce, 123'456});
    EXPECT_EQ(header_preimage(found), header_preimage(sample_header()));
}

TEST(RigJob, SearchesForWhatEveryShareAndEveryBlockBeginsWith) {
    EXPECT_EQ(zeros_to_search(1, 5), 1U) << "a search for none would find nothing but its first try";
    EXPECT_EQ(zeros_to_search(4095, 5), 2U);
    EXPECT_EQ(zeros_to_search(4096, 5), 3U);
    EXPECT_EQ(zeros_to_search(std::uint64_t{1} << 40, 5), 5U) << "a block is a share, however high the difficulty";
    EXPECT_EQ(make_rig_job(sample_params(), kSlice, 4096)->job.difficulty, 3U);
}

TEST(RigJob, TakesPartOfASecond) {
    const auto job = make_rig_job(sample_params(sample_header(), "000417", "000419", false), kSlice, 1);
    ASSERT_TRUE(job) << job.error().message;
    EXPECT_EQ(job->job.window, (miner::SearchWindow{1'795'367'986, 417, 419}));
    EXPECT_FALSE(job->voids_others);
}

TEST(RigJob, TakesWhatElseANodeMayAdd) {
    JsonArray params = sample_params();
    params.push_back(json_text("more"));
    EXPECT_EQ(trouble_of(params), "taken");
}

TEST(RigJob, NeedsAllItsParameters) {
    JsonArray params = sample_params();
    params.pop_back();
    EXPECT_EQ(trouble_of(params), "it has 7 parameters, not 8");
    for (std::size_t place = 0; place < 4; ++place)
        EXPECT_EQ(trouble_with(place, json_number(1)), "its id and the parts of its header must be texts");
    EXPECT_EQ(trouble_with(0, json_text("")), "its id must have from 1 to 64 bytes");
    EXPECT_EQ(trouble_with(0, json_text(std::string(65, 'a'))), "its id must have from 1 to 64 bytes");
    EXPECT_EQ(trouble_with(7, json_number(1)), "whether the jobs before it are void must be true or false");
}

TEST(RigJob, HasLegalFractions) {
    for (const char* wrong : {"", "1", "000010", "0000001", "00000x", "-00001", "+00001", " 00001"})
        for (const std::size_t place : {4U, 5U})
            EXPECT_TRUE(trouble_with(place, json_text(wrong)).starts_with("its first and its last fraction")) << wrong;
    EXPECT_TRUE(trouble_of(sample_params(sample_header(), "000002", "000001")).starts_with("its first and its last"));
}

TEST(RigJob, HasZerosThatAHashCanBeginWith) {
    for (const auto& wrong : {json_number(0), json_number(65), json_text("5"), chain::JsonValue{chain::Number{5.0}}})
        EXPECT_EQ(trouble_with(6, wrong), "the zeros of its block must be an integer from 1 to 64");
}

TEST(RigJob, IsNoOtherTextThanOurs) {
    constexpr const char* kNone = "its parts around a nonce and a fraction are no header";
    const JsonArray params = sample_params();
    const auto part = [&](std::size_t place) { return *params[place].get_if<std::string>(); };
    for (const auto& [place, text] :
         std::vector<std::pair<std::size_t, std::string>>{{1, ""},
                                                          {1, " " + part(1)},
                                                          {1, "{\"a\": 1, " + part(1).substr(1)},  // another member
                                                          {1, part(1) + "1"},  // a nonce of 20 digits
                                                          {2, "1" + part(2)},
                                                          {2, part(2) + "0"},  // seven digits of fraction
                                                          {3, "0}"},
                                                          {3, "}}"},
                                                          {3, ""},
                                                          {2, ", \"timestamp\": 1795367986."}})
        EXPECT_TRUE(trouble_with(place, json_text(text)).starts_with(kNone)) << place << " " << text;
}

// The text is right with the first nonce, and with no other.
TEST(RigJob, HasTheNonceInItsPlace) {
    chain::BlockHeader header = sample_header();
    header.nonce = chain::Number{kSlice.nonces().first};
    header.previous_hash.replace(0, miner::kNonceDigits, header.nonce.text());
    const std::string text = chain::header_preimage(header);
    const std::size_t hole = text.rfind(header.nonce.text());
    const std::size_t after = hole + miner::kNonceDigits;
    JsonArray params = sample_params(header, "123456");
    params[1] = json_text(text.substr(0, hole));
    params[2] = json_text(text.substr(after, text.rfind('.') + 1 - after));
    EXPECT_TRUE(trouble_of(params).starts_with("its parts around"));
}

TEST(RigJob, HasAHeaderThatCanBeSearched) {
    const auto trouble_of_header = [](const chain::BlockHeader& header) { return trouble_of(sample_params(header)); };
    chain::BlockHeader header = sample_header();
    header.height = chain::Number{-1};
    EXPECT_EQ(trouble_of_header(header), "its header's index is no height");
    EXPECT_EQ(trouble_of_header(sample_header(1795367986.123456, 65)),
              "its header's target_difficulty is 65; expected an integer from 1 to 64");
    EXPECT_TRUE(trouble_of_header(sample_header(999'999'999.123456)).starts_with("its header's timestamp is "));
    EXPECT_EQ(trouble_with(2, json_text(", \"previous_hash\": \"" + std::string(64, 'a') +
                                        "\", \"target_difficulty\": 5, \"timestamp\": 1795367986")),
              "its header's timestamp is 1795367986000001; expected ten digits, a point and six digits");
    header = sample_header();
    header.previous_hash = std::string(63, 'a');
    EXPECT_TRUE(trouble_of_header(header).starts_with("its parts around"));
    header = sample_header();
    header.merkle_root = std::string(64, 'A');
    EXPECT_TRUE(trouble_of_header(header).starts_with("its parts around"));
}

}  // namespace
}  // namespace chaincore::worker
