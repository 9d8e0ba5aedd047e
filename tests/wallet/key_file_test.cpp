// SPDX-License-Identifier: MIT
#include "chaincore/wallet/key_file.hpp"

#include "chaincore/util/file.hpp"
#include "chaincore/util/hex.hpp"
#include "support/test_chain.hpp"
#include "support/test_data.hpp"

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <unistd.h>

namespace chaincore::wallet {
namespace {

using OpenSslKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

std::string hex_of(const std::string& text) {
    return util::to_hex(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

// PKCS#8 as the wallet writes it.
std::string pem_of(const OpenSslKey& key) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), &BIO_free);
    EXPECT_EQ(PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr), 1);
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

OpenSslKey make_key(const char* curve) { return {EVP_EC_gen(curve), &EVP_PKEY_free}; }

class KeyFile : public testing::Test {
protected:
    void SetUp() override {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        folder_ = std::filesystem::path(testing::TempDir()) /
                  (std::string("chaincore_") + test->name() + std::to_string(getpid()));
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::string path() const { return (folder_ / "wallet.json").string(); }

    Result<wallet::KeyFile, Error> read(const std::string& text) const {
        std::ofstream(path(), std::ios::binary) << text;
        return read_key_file(path());
    }

    Result<wallet::KeyFile, Error> read_pem(const std::string& pem) const {
        return read(R"({"keypair": {"private_key": ")" + hex_of(pem) + R"("}})");
    }

    // One line that names the file and says this much.
    template <class T>
    void expect_error(const Result<T, Error>& wallet, const std::string& part) const {
        ASSERT_FALSE(wallet);
        const std::string& message = wallet.error().message;
        EXPECT_NE(message.find(path()), std::string::npos) << message;
        EXPECT_NE(message.find(part), std::string::npos) << message;
        EXPECT_EQ(message.find('\n'), std::string::npos) << message;
        EXPECT_LT(message.size(), path().size() + 300) << message;
    }

private:
    std::filesystem::path folder_;
};

TEST_F(KeyFile, IsWhatTheReferenceWrites) {
    std::size_t count = 0;
    for (const auto& vector_case : test::load_cases("keys_addresses")) {
        const auto bytes = util::from_hex(vector_case["private_key"].get<std::string>()).value();
        const auto key = crypto::PrivateKey::from_bytes(std::span(bytes).first<32>()).value();
        const auto file = nlohmann::ordered_json::parse(key_file_text(key));
        EXPECT_EQ(file["keypair"]["private_key"], vector_case["wallet_private_key_field"]);
        EXPECT_EQ(file["keypair"]["public_key"], vector_case["public_key"]);
        EXPECT_EQ(file["keypair"]["address"], vector_case["address"]);
        EXPECT_EQ(file["address"], vector_case["address"]);
        EXPECT_EQ(file["type"], "ECDSA");
        EXPECT_EQ(file["version"], "1.0");
        ++count;
    }
    EXPECT_EQ(count, 85u);
}

TEST_F(KeyFile, IsLaidOutAsPythonDoes) {
    const std::string text = key_file_text(test::key_of(1));
    EXPECT_EQ(text.find("{\n  \"keypair\": {\n    \"private_key\": \"2d2d2d2d2d"), 0u) << text;
    EXPECT_EQ(text.substr(text.rfind("\n  \"address\"")),
              "\n  \"address\": \"" + test::address_of(1) + "\",\n  \"type\": \"ECDSA\",\n  \"version\": \"1.0\"\n}");
}

TEST_F(KeyFile, IsReadBack) {
    std::size_t count = 0;
    for (const auto& vector_case : test::load_cases("keys_addresses")) {
        const auto bytes = util::from_hex(vector_case["private_key"].get<std::string>()).value();
        const auto wallet = read(key_file_text(crypto::PrivateKey::from_bytes(std::span(bytes).first<32>()).value()));
        ASSERT_TRUE(wallet) << wallet.error().message;
        EXPECT_EQ(util::to_hex(wallet->key->bytes()), vector_case["private_key"].get<std::string>());
        EXPECT_EQ(wallet->address, vector_case["address"].get<std::string>());
        ++count;
    }
    EXPECT_EQ(count, 85u);
}

TEST_F(KeyFile, NeedsNothingButTheKey) {
    const auto full = nlohmann::json::parse(key_file_text(test::key_of(3)));
    const auto wallet = read(R"({"keypair":{"private_key":)" + full["keypair"]["private_key"].dump() + "}}");
    ASSERT_TRUE(wallet) << wallet.error().message;
    EXPECT_EQ(wallet->address, test::address_of(3));
}

TEST_F(KeyFile, IsCreatedWithAFreshKey) {
    const auto created = create_key_file(path());
    ASSERT_TRUE(created) << created.error().message;
    const auto wallet = read_key_file(path());
    ASSERT_TRUE(wallet) << wallet.error().message;
    EXPECT_EQ(wallet->address, created->address);
    EXPECT_TRUE(std::ranges::equal(wallet->key->bytes(), created->key.bytes()));

    const auto another = create_key_file(path() + ".2");
    ASSERT_TRUE(another) << another.error().message;
    EXPECT_NE(another->address, created->address);
}

TEST_F(KeyFile, IsReadableByItsOwnerOnly) {
    ASSERT_TRUE(create_key_file(path()));
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(path()).permissions(), perms::owner_read | perms::owner_write);
}

TEST_F(KeyFile, IsNeverOverwritten) {
    ASSERT_TRUE(create_key_file(path()));
    const auto before = util::read_file(path(), 10'000);
    expect_error(create_key_file(path()), "");
    EXPECT_EQ(*util::read_file(path(), 10'000), *before);
}

TEST_F(KeyFile, IsMissedWithItsName) { expect_error(read_key_file(path()), ""); }

TEST_F(KeyFile, RefusesWhatIsNotJson) {
    for (const char* text : {"", "rubbish", "{", "-----BEGIN PRIVATE KEY-----\n", "{\"keypair\":{}} {}", "\xff"})
        expect_error(read(text), "is no wallet file: ");
}

TEST_F(KeyFile, RefusesAFileWithoutAKey) {
    for (const char* text : {"{}", "[]", "5", R"({"keypair":{}})", R"({"keypair":[]})", R"({"private_key":"2d"})",
                             R"({"keypair":{"private_key":5}})", R"({"keypair":{"private_key":null}})"})
        expect_error(read(text), "keypair.private_key is missing");
}

TEST_F(KeyFile, RefusesAKeyThatIsRubbish) {
    for (const char* text : {"", "2", "zz", "2d2d", "00", "ffffffff", "2d2d2d2d2d424547494e2050524956415445204b4559"})
        expect_error(read(std::string(R"({"keypair":{"private_key":")") + text + R"("}})"),
                     "keypair.private_key is not a secp256k1 key");
}

TEST_F(KeyFile, RefusesAKeyOfAnotherKind) {
    ASSERT_TRUE(read_pem(pem_of(make_key("secp256k1")))) << "the control";
    expect_error(read_pem(pem_of(make_key("P-256"))), "is not a secp256k1 key");
    expect_error(read_pem(pem_of(make_key("P-521"))), "is not a secp256k1 key");
    expect_error(read_pem(pem_of({EVP_RSA_gen(1024), &EVP_PKEY_free})), "is not a secp256k1 key");
}

TEST_F(KeyFile, RefusesAPublicKey) {
    const OpenSslKey key = make_key("secp256k1");
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), &BIO_free);
    ASSERT_EQ(PEM_write_bio_PUBKEY(bio.get(), key.get()), 1);
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    expect_error(read_pem({text, static_cast<std::size_t>(size)}), "is not a secp256k1 key");
}

TEST_F(KeyFile, RefusesTheAddressOfAnotherKey) {
    auto file = nlohmann::ordered_json::parse(key_file_text(test::key_of(1)));
    file["address"] = test::address_of(2);
    expect_error(read(file.dump(2)),
                 "names the address " + test::address_of(2) + ", but its key belongs to " + test::address_of(1));
}

TEST_F(KeyFile, ShowsNothingThatCouldActOnATerminal) {
    auto file = nlohmann::ordered_json::parse(key_file_text(test::key_of(1)));
    file["address"] = "all is well\n\x1b[2J";
    const auto read_back = read(file.dump(2));
    expect_error(read_back, "names what is no address, but its key belongs to " + test::address_of(1));
    EXPECT_EQ(read_back.error().message.find('\x1b'), std::string::npos);
}

TEST_F(KeyFile, RefusesAHugeFile) { expect_error(read(R"({"x":")" + std::string(100'000, 'x') + R"("})"), ""); }

// A key is a secret: no message may show it.
TEST_F(KeyFile, NeverShowsTheKey) {
    auto file = nlohmann::ordered_json::parse(key_file_text(test::key_of(1)));
    file["address"] = "another";
    const auto wallet = read(file.dump());
    ASSERT_FALSE(wallet);
    EXPECT_EQ(wallet.error().message.find("2d2d2d"), std::string::npos);
    EXPECT_EQ(wallet.error().message.find("000000"), std::string::npos);
}

}  // namespace
}  // namespace chaincore::wallet
