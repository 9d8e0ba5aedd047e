// SPDX-License-Identifier: MIT
#include "chaincore/crypto/signature.hpp"

#include "chaincore/crypto/sha256.hpp"
#include "chaincore/util/hex.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace chaincore::crypto {
namespace {

using Bytes = std::vector<std::uint8_t>;

// n of SEC 2, and n - 1.
const std::string kOrder = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
const std::string kOrderLessOne = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140";

Bytes from_hex(const std::string& text) { return util::from_hex(text).value(); }

std::optional<PrivateKey> key_from_hex(const std::string& text) {
    const Bytes bytes = from_hex(text);
    return PrivateKey::from_bytes(std::span<const std::uint8_t, 32>(bytes));
}

const Hash256& digest() {
    static const Hash256 kDigest = double_sha256("what is signed");
    return kDigest;
}

// The content of a DER integer: no zeros in front but the one that keeps it positive.
Bytes shortest(Bytes number) {
    const auto first = std::find_if(number.begin(), number.end() - 1, [](std::uint8_t byte) { return byte != 0; });
    number.erase(number.begin(), first);
    if (number[0] >= 0x80) number.insert(number.begin(), 0);
    return number;
}

Bytes to_der(const Bytes& r, const Bytes& s) {
    Bytes der = {0x30, static_cast<std::uint8_t>(4 + r.size() + s.size())};
    for (const Bytes* number : {&r, &s}) {
        der.push_back(0x02);
        der.push_back(static_cast<std::uint8_t>(number->size()));
        std::copy(number->begin(), number->end(), std::back_inserter(der));
    }
    return der;
}

// n - s, which is as good as s for the same r.
Bytes negate(Bytes s) {
    s.insert(s.begin(), 32 - std::min<std::size_t>(s.size(), 32), 0);
    s.erase(s.begin(), s.end() - 32);
    const Bytes order = from_hex(kOrder);
    Bytes result(32);
    int borrow = 0;
    for (std::size_t i = 32; i-- > 0;) {
        const int difference = order[i] - s[i] - borrow;
        borrow = difference < 0 ? 1 : 0;
        result[i] = static_cast<std::uint8_t>(difference + 256 * borrow);
    }
    return shortest(result);
}

// A signature taken apart, to be put together wrongly.
class Signature : public testing::Test {
protected:
    Signature() {
        const Bytes der = key_.sign(digest());
        r_.assign(der.begin() + 4, der.begin() + 4 + der[3]);
        s_.assign(der.begin() + 6 + der[3], der.end());
    }

    bool verifies(const Bytes& signature) const { return key_.public_key().verify(signature, digest()); }

    PrivateKey key_ = key_from_hex("2a4abf0bc32d81c6f8fc1b9f9c323459a71cb47059208c65f7ef2db5b2ecaa18").value();
    Bytes r_;
    Bytes s_;
};

TEST_F(Signature, VerifiesWhatItSigned) {
    for (int i = 0; i < 20; ++i) {
        const PrivateKey key = PrivateKey::generate();
        const Hash256 signed_digest = double_sha256(std::to_string(i));
        const Bytes der = key.sign(signed_digest);
        EXPECT_TRUE(key.public_key().verify(der, signed_digest));
        EXPECT_FALSE(key.public_key().verify(der, digest()));
        EXPECT_FALSE(key_.public_key().verify(der, signed_digest));
    }
}

TEST_F(Signature, IsTheSameEveryTime) { EXPECT_EQ(key_.sign(digest()), key_.sign(digest())); }

TEST_F(Signature, IsPutTogetherAsTheTestsDo) { EXPECT_EQ(to_der(r_, s_), key_.sign(digest())); }

TEST_F(Signature, MayHaveSInEitherHalf) {
    const Bytes high = negate(s_);
    ASSERT_NE(high, s_);
    EXPECT_TRUE(verifies(to_der(r_, s_)));
    EXPECT_TRUE(verifies(to_der(r_, high)));
}

TEST_F(Signature, HasNothingBehindIt) {
    for (const std::uint8_t byte : Bytes{0x00, 0x01, 0x30}) {
        Bytes der = to_der(r_, s_);
        der.push_back(byte);
        EXPECT_FALSE(verifies(der));
        der[1] = static_cast<std::uint8_t>(der[1] + 1);  // the byte is inside the sequence now
        EXPECT_FALSE(verifies(der));
    }
}

TEST_F(Signature, HasNoLongFormLengths) {
    const Bytes der = to_der(r_, s_);
    for (const std::size_t position : {std::size_t{1}, std::size_t{3}, 5 + r_.size()}) {
        Bytes longer = der;
        longer.insert(longer.begin() + static_cast<std::ptrdiff_t>(position), 0x81);
        if (position != 1) longer[1] = static_cast<std::uint8_t>(longer[1] + 1);
        EXPECT_FALSE(verifies(longer)) << "length at " << position;
    }
}

TEST_F(Signature, HasNoIndefiniteLength) {
    Bytes der = to_der(r_, s_);
    der[1] = 0x80;
    der.insert(der.end(), {0, 0});
    EXPECT_FALSE(verifies(der));
}

TEST_F(Signature, HasNoPaddedIntegers) {
    Bytes padded_r = r_;
    padded_r.insert(padded_r.begin(), 0);
    Bytes padded_s = s_;
    padded_s.insert(padded_s.begin(), 0);
    EXPECT_FALSE(verifies(to_der(padded_r, s_)));
    EXPECT_FALSE(verifies(to_der(r_, padded_s)));
}

TEST_F(Signature, HasNoNegativeIntegers) {
    const Bytes high = negate(s_);  // begins with 00 and a byte whose top bit is set
    ASSERT_EQ(high[0], 0);
    EXPECT_TRUE(verifies(to_der(r_, high)));
    EXPECT_FALSE(verifies(to_der(r_, Bytes(high.begin() + 1, high.end()))));
}

TEST_F(Signature, HasNoZeroIntegers) {
    EXPECT_FALSE(verifies(to_der({0}, s_)));
    EXPECT_FALSE(verifies(to_der(r_, {0})));
    EXPECT_FALSE(verifies(to_der({0}, {0})));
    EXPECT_FALSE(verifies(to_der({}, s_)));
    EXPECT_FALSE(verifies(to_der(r_, {})));
}

TEST_F(Signature, HasIntegersBelowTheOrder) {
    for (const Bytes& number : {shortest(from_hex(kOrder)), shortest(Bytes(32, 0xff)), Bytes(33, 0x7f)}) {
        EXPECT_FALSE(verifies(to_der(number, s_)));
        EXPECT_FALSE(verifies(to_der(r_, number)));
    }
}

// s + n is the same residue: it would verify if the range were not checked.
TEST_F(Signature, IsNotReducedModuloTheOrder) {
    Bytes sum = from_hex(kOrder);
    sum.insert(sum.begin(), 0);
    int carry = 0;
    for (std::size_t i = 0; i < 33; ++i) {
        const int digit = sum[32 - i] + (i < s_.size() ? s_[s_.size() - 1 - i] : 0) + carry;
        sum[32 - i] = static_cast<std::uint8_t>(digit);
        carry = digit / 256;
    }
    EXPECT_FALSE(verifies(to_der(r_, sum)));
}

TEST_F(Signature, IsRefusedWhenItIsCutAnywhere) {
    const Bytes der = to_der(r_, s_);
    for (std::size_t length = 0; length < der.size(); ++length)
        EXPECT_FALSE(verifies(Bytes(der.begin(), der.begin() + static_cast<std::ptrdiff_t>(length)))) << length;
}

TEST_F(Signature, IsRefusedAsRawIntegers) {
    ASSERT_TRUE(r_.size() >= 32 && s_.size() >= 32);
    Bytes raw(r_.end() - 32, r_.end());
    raw.insert(raw.end(), s_.end() - 32, s_.end());
    EXPECT_FALSE(verifies(raw));
}

TEST_F(Signature, IsRefusedWithAnyBitFlipped) {
    const Bytes der = to_der(r_, s_);
    for (std::size_t bit = 0; bit < der.size() * 8; ++bit) {
        Bytes flipped = der;
        flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ (1U << (bit % 8)));
        EXPECT_FALSE(verifies(flipped)) << "bit " << bit;
    }
}

TEST(PublicKey, ReadsTheUncompressedAndTheCompressedForm) {
    for (int i = 0; i < 20; ++i) {
        const UncompressedKey bytes = PrivateKey::generate().public_key().uncompressed();
        Bytes compressed(bytes.begin(), bytes.begin() + 33);
        compressed[0] = bytes[64] % 2 == 0 ? 0x02 : 0x03;
        ASSERT_TRUE(PublicKey::parse(bytes));
        ASSERT_TRUE(PublicKey::parse(compressed));
        EXPECT_EQ(PublicKey::parse(bytes)->uncompressed(), bytes);
        EXPECT_EQ(PublicKey::parse(compressed)->uncompressed(), bytes);
    }
}

TEST(PublicKey, VerifiesInItsCompressedForm) {
    const PrivateKey key = PrivateKey::generate();
    const UncompressedKey bytes = key.public_key().uncompressed();
    Bytes compressed(bytes.begin(), bytes.begin() + 33);
    compressed[0] = bytes[64] % 2 == 0 ? 0x02 : 0x03;
    EXPECT_TRUE(PublicKey::parse(compressed).value().verify(key.sign(digest()), digest()));
}

TEST(PublicKey, RefusesTheHybridForms) {
    for (int i = 0; i < 20; ++i) {
        UncompressedKey bytes = PrivateKey::generate().public_key().uncompressed();
        for (const std::uint8_t first : Bytes{0x06, 0x07}) {
            bytes[0] = first;
            EXPECT_FALSE(PublicKey::parse(bytes)) << static_cast<int>(first);
        }
    }
}

TEST(PublicKey, RefusesEveryOtherFirstByteAndLength) {
    const UncompressedKey bytes = PrivateKey::generate().public_key().uncompressed();
    for (int first = 0; first < 256; ++first) {
        Bytes changed(bytes.begin(), bytes.end());
        changed[0] = static_cast<std::uint8_t>(first);
        EXPECT_EQ(PublicKey::parse(changed).has_value(), first == 4) << first;
        EXPECT_EQ(PublicKey::parse(std::span(changed).first(33)).has_value(), first == 2 || first == 3) << first;
    }
    for (std::size_t length = 0; length < 65; ++length)
        EXPECT_FALSE(PublicKey::parse(std::span(bytes).first(length))) << length;
    Bytes longer(bytes.begin(), bytes.end());
    longer.push_back(0);
    EXPECT_FALSE(PublicKey::parse(longer));
}

TEST(PublicKey, RefusesWhatIsNotOnTheCurve) {
    UncompressedKey bytes = PrivateKey::generate().public_key().uncompressed();
    bytes[64] = static_cast<std::uint8_t>(bytes[64] ^ 1);
    EXPECT_FALSE(PublicKey::parse(bytes));
    EXPECT_FALSE(PublicKey::parse(from_hex("04" + std::string(128, '0'))));
    EXPECT_FALSE(PublicKey::parse(from_hex("02" + std::string(64, '0'))));        // 7 has no square root here
    EXPECT_FALSE(PublicKey::parse(from_hex("02" + std::string(63, '0') + "5")));  // nor has 5^3 + 7
}

TEST(PublicKey, RefusesCoordinatesBeyondTheField) {
    const std::string field = "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f";  // p of SEC 2
    EXPECT_FALSE(PublicKey::parse(from_hex("02" + field)));
    const std::string one_more = field.substr(0, 62) + "30";  // 1 is on the curve, p + 1 is not written like that
    EXPECT_TRUE(PublicKey::parse(from_hex("02" + std::string(63, '0') + "1")));
    EXPECT_FALSE(PublicKey::parse(from_hex("02" + one_more)));
}

TEST(PrivateKey, LiesBetweenZeroAndTheOrder) {
    EXPECT_FALSE(key_from_hex(std::string(64, '0')));
    EXPECT_TRUE(key_from_hex(std::string(63, '0') + "1"));
    EXPECT_TRUE(key_from_hex(kOrderLessOne));
    EXPECT_FALSE(key_from_hex(kOrder));
    EXPECT_FALSE(key_from_hex(std::string(64, 'f')));
}

TEST(PrivateKey, IsNotGeneratedTwice) {
    const PrivateKey first = PrivateKey::generate();
    const PrivateKey second = PrivateKey::generate();
    EXPECT_FALSE(std::equal(first.bytes().begin(), first.bytes().end(), second.bytes().begin()));
}

TEST(PrivateKey, KeepsItsBytes) {
    const PrivateKey key = key_from_hex(kOrderLessOne).value();
    EXPECT_EQ(util::to_hex(key.bytes()), kOrderLessOne);
}

}  // namespace
}  // namespace chaincore::crypto
