// SPDX-License-Identifier: MIT
#include "sync/block_slices.hpp"

#include "sync/fake_peer.hpp"

#include <gtest/gtest.h>

namespace chaincore::sync {
namespace {

using net::Reception;

// As both downloads have it.
class Reading : public ListReader {
public:
    Reading(std::uint64_t first, const BlockHandler& handler)
        : ListReader(ListKind::blocks, "chain", first, [this](std::string_view slice) { return slices_.take(slice); }),
          slices_(first, handler) {}

private:
    BlockSlices slices_;
};

class Slices : public testing::Test {
protected:
    // Of a list that begins at this height.
    Reading reader(std::uint64_t first = 0) { return {first, handler_}; }

    const test::TestChain chain_{3};
    const std::vector<std::string> texts_ = test::texts_of(chain_);
    std::vector<std::uint64_t> heights_;
    std::size_t bytes_ = 0;
    Result<net::Reception, DownloadFault> say_ = Reception::flowing;
    const BlockHandler handler_ = [this](const chain::Block&, std::uint64_t height, std::size_t bytes) {
        heights_.push_back(height);
        bytes_ += bytes;
        return say_;
    };
};

TEST_F(Slices, HandsOverBlocksWithTheirHeights) {
    auto reading = reader();
    EXPECT_EQ(reading.append(test::list_of(texts_)), Reception::flowing);
    reading.finish();
    EXPECT_FALSE(reading.fault());
    EXPECT_EQ(reading.count(), 3U);
    EXPECT_EQ(heights_, (std::vector<std::uint64_t>{0, 1, 2}));
    EXPECT_EQ(bytes_, texts_[0].size() + texts_[1].size() + texts_[2].size());
}

TEST_F(Slices, FlowsFromTheFirstBlockOn) {
    auto reading = reader(1);
    EXPECT_EQ(reading.append("{\"chain\": ["), Reception::waiting);
    EXPECT_EQ(reading.append(texts_[1].substr(0, 100)), Reception::waiting);
    EXPECT_EQ(reading.append(texts_[1].substr(100)), Reception::flowing);
    EXPECT_EQ(reading.append(", "), Reception::flowing);
}

TEST_F(Slices, RefusesABlockThatStandsAtAnotherPlace) {
    auto reading = reader(1);
    EXPECT_EQ(reading.append(test::list_of(texts_)), Reception::enough);
    const auto& refused = std::get<BlockRefused>(*reading.fault());
    EXPECT_EQ(refused.height, 1U);
    EXPECT_EQ(refused.rejection.rule, chain::Rule::block_index);
    EXPECT_EQ(refused.rejection.message, "index: found 0, expected 1, its place in the list");
    EXPECT_TRUE(heights_.empty());
}

TEST_F(Slices, RefusesABlockThatCannotBeRead) {
    auto reading = reader();
    EXPECT_EQ(reading.append(test::list_of({texts_[0], "{\"index\": 1}"})), Reception::enough);
    const auto& refused = std::get<BlockRefused>(*reading.fault());
    EXPECT_EQ(refused.height, 1U);
    EXPECT_EQ(refused.rejection.rule, chain::Rule::missing_field);
}

TEST_F(Slices, EndsWithTheFaultOfItsHandler) {
    say_ = fail(DownloadFault{NodeBusy{}});
    auto reading = reader();
    EXPECT_EQ(reading.append(test::list_of(texts_)), Reception::enough);
    reading.finish();
    EXPECT_TRUE(std::holds_alternative<NodeBusy>(*reading.fault()));
    EXPECT_EQ(heights_.size(), 1U);
}

TEST_F(Slices, BlamesThePeerForWhatIsNoList) {
    const std::string long_text = "<html>" + std::string(100'000, 'x');
    for (const std::string& text : {std::string("<html></html>"), std::string("{\"length\": 3}"), std::string(),
                                    std::string("{\"chain\": [1]}"), "{\"chain\": [" + texts_[0], long_text}) {
        auto reading = reader();
        reading.append(text);
        reading.finish();
        ASSERT_TRUE(reading.fault()) << text.substr(0, 50);
        EXPECT_TRUE(std::holds_alternative<PeerFailed>(*reading.fault())) << text.substr(0, 50);
    }
}

TEST_F(Slices, SaysWhetherAnAnswerWentOnUselesslyOrWasCutOff) {
    auto useless = reader();
    useless.append("{\"chain\": [7, ");
    EXPECT_EQ(std::get<PeerFailed>(*useless.fault()).misdeed, net::Misdeed::useless_answer);
    auto cut_off = reader();
    cut_off.append("{\"chain\": [" + texts_[0]);
    cut_off.finish();
    EXPECT_EQ(std::get<PeerFailed>(*cut_off.fault()).misdeed, net::Misdeed::none);
}

}  // namespace
}  // namespace chaincore::sync
