// SPDX-License-Identifier: MIT
#include "worker/offer.hpp"

#include "worker/fake_link.hpp"
#include "worker/template_maker.hpp"

#include <gtest/gtest.h>

namespace chaincore::worker {
namespace {

class Offers : public testing::Test {
protected:
    Result<Offer, Error> ask(NodeLink& link) { return ask_for_work(link, kPayee, kTemplateDeadline, {}); }

    FakeNode node_{"http://node:5000"};
    FakeLink link_{node_};
};

// A block comes between the status and the template.
class GrowingLink final : public NodeLink {
public:
    explicit GrowingLink(FakeNode& node) : node_(node) {}
    std::string url() const override { return node_.url(); }
    Result<net::PeerStatus, Error> status(const std::stop_token& stop) override { return node_.status(stop); }
    Result<chain::Block, Error> block_template(const std::string& payee, std::chrono::milliseconds deadline,
                                               const std::stop_token&) override {
        node_.grow();
        return node_.block_template(payee, deadline);
    }
    Result<HandInAnswer, Error> hand_in(const chain::Block&, const std::stop_token&) override { return {}; }

private:
    FakeNode& node_;
};

TEST_F(Offers, ContinueTheNodesChain) {
    for (const bool tells_tip : {false, true}) {
        node_.tell_tip(tells_tip);
        const auto offer = ask(link_);
        ASSERT_TRUE(offer) << offer.error().message;
        EXPECT_EQ(offer->block, make_template(3, node_.tip()));
    }
}

TEST_F(Offers, MayComeRightBehindABlock) {
    GrowingLink link(node_);
    const auto offer = ask(link);
    ASSERT_TRUE(offer) << offer.error().message;
    EXPECT_EQ(offer->block.header.height, chain::Number{4});
}

TEST_F(Offers, AreRefusedAtAnotherHeight) {
    node_.skew_template(2);
    const auto offer = ask(link_);
    ASSERT_FALSE(offer);
    EXPECT_EQ(offer.error().message, "http://node:5000: the template makes no sense: it is block 5 behind " +
                                         node_.tip() + ", but the node has 3 blocks");
}

TEST_F(Offers, AreRefusedOnAnotherTip) {
    net::PeerStatus status;
    status.length = 3;
    const chain::Block block = make_template(3, node_.tip());
    EXPECT_TRUE(continues(block, status)) << "the reference tells no tip";
    status.tip_hash = std::string(64, 'f');
    EXPECT_FALSE(continues(block, status));
}

TEST_F(Offers, PassOnWhatIsWrong) {
    node_.spoil_template("the template makes no sense");
    EXPECT_EQ(ask(link_).error().message, "the template makes no sense");
    node_.be_away(true);
    EXPECT_EQ(ask(link_).error().message, "http://node:5000: connection refused");
}

}  // namespace
}  // namespace chaincore::worker
