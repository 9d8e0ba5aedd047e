// SPDX-License-Identifier: MIT
// Wallet files whose key is encrypted: ours, those of the openssl command (tests/data/encrypted_keys), hostile ones.
#include "chaincore/crypto/address.hpp"
#include "chaincore/util/file.hpp"
#include "chaincore/util/hex.hpp"
#include "chaincore/wallet/key_file.hpp"
#include "support/temporary_directory.hpp"
#include "support/test_chain.hpp"
#include "support/test_data.hpp"

#include <gtest/gtest.h>
#include <openssl/asn1t.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <memory>

namespace chaincore::wallet {
namespace {

constexpr const char* kPassphrase = "correct horse battery staple";  // of tests/data/encrypted_keys

std::string hex_of(const std::string& text) {
    return util::to_hex(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

std::string with_pem(const std::string& pem, const std::string& address) {
    return R"({"keypair": {"private_key": ")" + hex_of(pem) + R"("}, "address": ")" + address + R"("})";
}

std::string pem_in(const std::string& file_text) {
    const auto file = nlohmann::json::parse(file_text);
    const auto bytes = util::from_hex(file["keypair"]["private_key"].get<std::string>()).value();
    return {bytes.begin(), bytes.end()};
}

bool is_same(const crypto::PrivateKey& one, const crypto::PrivateKey& other) {
    return std::ranges::equal(one.bytes(), other.bytes());
}

// The key that lies under tests/data/encrypted_keys in several forms.
crypto::PrivateKey recorded_key() {
    const auto bytes = util::from_hex(test::load_cases("keys_addresses")[0]["private_key"].get<std::string>()).value();
    return crypto::PrivateKey::from_bytes(std::span(bytes).first<32>()).value();
}

// Encrypted PEM text as a stranger may write it: what it holds cannot be decrypted, what it says of the cost can be
// read.
std::string pem_of(const ASN1_ITEM* kind, void* parameters, int derivation, int cipher = NID_aes_256_cbc) {
    const std::unique_ptr<PBE2PARAM, decltype(&PBE2PARAM_free)> scheme(PBE2PARAM_new(), &PBE2PARAM_free);
    ASN1_TYPE* packed = ASN1_TYPE_pack_sequence(kind, parameters, nullptr);
    scheme->keyfunc->algorithm = OBJ_nid2obj(derivation);
    scheme->keyfunc->parameter = packed;
    scheme->encryption->algorithm = OBJ_nid2obj(cipher);
    const std::unique_ptr<X509_SIG, decltype(&X509_SIG_free)> encrypted(X509_SIG_new(), &X509_SIG_free);
    X509_ALGOR* algorithm = nullptr;
    ASN1_OCTET_STRING* content = nullptr;
    X509_SIG_getm(encrypted.get(), &algorithm, &content);
    algorithm->algorithm = OBJ_nid2obj(NID_pbes2);
    algorithm->parameter = ASN1_TYPE_pack_sequence(ASN1_ITEM_rptr(PBE2PARAM), scheme.get(), nullptr);
    ASN1_STRING_set(content, "nothing at all", -1);
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), &BIO_free);
    EXPECT_EQ(PEM_write_bio_PKCS8(bio.get(), encrypted.get()), 1);
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

std::string scrypt_pem(std::uint64_t n, std::uint64_t r, std::uint64_t p, int cipher = NID_aes_256_cbc) {
    const std::unique_ptr<SCRYPT_PARAMS, decltype(&SCRYPT_PARAMS_free)> parameters(SCRYPT_PARAMS_new(),
                                                                                   &SCRYPT_PARAMS_free);
    ASN1_STRING_set(parameters->salt, "sixteen letters.", -1);
    ASN1_INTEGER_set_uint64(parameters->costParameter, n);
    ASN1_INTEGER_set_uint64(parameters->blockSize, r);
    ASN1_INTEGER_set_uint64(parameters->parallelizationParameter, p);
    return pem_of(ASN1_ITEM_rptr(SCRYPT_PARAMS), parameters.get(), NID_id_scrypt, cipher);
}

std::string pbkdf2_pem(std::int64_t rounds) {
    const std::unique_ptr<PBKDF2PARAM, decltype(&PBKDF2PARAM_free)> parameters(PBKDF2PARAM_new(), &PBKDF2PARAM_free);
    ASN1_TYPE_set(parameters->salt, V_ASN1_OCTET_STRING, ASN1_OCTET_STRING_new());
    ASN1_STRING_set(parameters->salt->value.octet_string, "sixteen letters.", -1);
    ASN1_INTEGER_set_int64(parameters->iter, rounds);
    return pem_of(ASN1_ITEM_rptr(PBKDF2PARAM), parameters.get(), NID_id_pbkdf2);
}

class EncryptedKeyFile : public testing::Test {
protected:
    std::string path() const { return (directory_.path() / "wallet.json").string(); }
    std::string text() const { return util::read_file(path(), 100'000).value(); }

    void write(const std::string& text) const { std::ofstream(path(), std::ios::binary) << text; }
    Result<KeyFile, Error> read(const std::string& text) const {
        write(text);
        return read_key_file(path());
    }
    Result<KeyFile, Error> read_recorded(const std::string& name) const {
        return read(with_pem(test::read_data("encrypted_keys/" + name), make_address(recorded_key().public_key())));
    }

    // One line that names the file and says this much.
    template <class T>
    void expect_error(const Result<T, Error>& result, const std::string& part) const {
        ASSERT_FALSE(result);
        const std::string& message = result.error().message;
        EXPECT_NE(message.find(path()), std::string::npos) << message;
        EXPECT_NE(message.find(part), std::string::npos) << message;
        EXPECT_EQ(message.find('\n'), std::string::npos) << message;
        EXPECT_LT(message.size(), path().size() + 300) << message;
    }

private:
    test::TemporaryDirectory directory_;
};

TEST_F(EncryptedKeyFile, IsUnlockedWithItsPassphrase) {
    const auto created = create_encrypted_key_file(path(), "secret");
    ASSERT_TRUE(created) << created.error().message;
    const auto file = read_key_file(path());
    ASSERT_TRUE(file) << file.error().message;
    EXPECT_FALSE(file->key);
    EXPECT_EQ(file->address, created->address);
    const auto wallet = unlock(*file, "secret");
    ASSERT_TRUE(wallet) << wallet.error().message;
    EXPECT_TRUE(is_same(wallet->key, created->key));
    EXPECT_EQ(wallet->address, created->address);
}

TEST_F(EncryptedKeyFile, IsTheReferencesFormButForItsPem) {
    const auto plain = nlohmann::ordered_json::parse(key_file_text(test::key_of(1)));
    auto encrypted = nlohmann::ordered_json::parse(key_file_text(test::key_of(1), "secret"));
    EXPECT_EQ(pem_in(encrypted.dump()).find("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), 0U);
    encrypted["keypair"]["private_key"] = plain["keypair"]["private_key"];
    EXPECT_EQ(encrypted.dump(), plain.dump());
}

TEST_F(EncryptedKeyFile, IsAnotherOneEachTime) {
    EXPECT_NE(key_file_text(test::key_of(1), "secret"), key_file_text(test::key_of(1), "secret")) << "salt";
}

TEST_F(EncryptedKeyFile, RefusesAnotherPassphrase) {
    const auto file = read(key_file_text(test::key_of(1), "secret"));
    ASSERT_TRUE(file) << file.error().message;
    for (const char* passphrase : {"Secret", "secret ", "secre", ""})
        expect_error(unlock(*file, passphrase), "the passphrase is wrong, or the file is damaged");
}

TEST_F(EncryptedKeyFile, TakesAPassphraseOfAnyBytes) {
    const std::string passphrase = "p\xc3\xa4ss w\xc3\xb6rd\t" + std::string(900, 'x');
    const auto file = read(key_file_text(test::key_of(1), passphrase));
    EXPECT_TRUE(unlock(*file, passphrase));
    EXPECT_FALSE(unlock(*file, passphrase + "x"));
}

TEST_F(EncryptedKeyFile, OfTheOpensslCommandIsUnlocked) {
    for (const char* name : {"scrypt.pem", "scrypt_aes_128.pem", "pbkdf2.pem", "pbkdf2_sha512_aes_192.pem"}) {
        const auto file = read_recorded(name);
        ASSERT_TRUE(file) << file.error().message;
        const auto wallet = unlock(*file, kPassphrase);
        ASSERT_TRUE(wallet) << name << ": " << wallet.error().message;
        EXPECT_TRUE(is_same(wallet->key, recorded_key())) << name;
        EXPECT_FALSE(unlock(*file, "incorrect horse")) << name;
    }
}

TEST_F(EncryptedKeyFile, RefusesOtherEncryption) {
    expect_error(read_recorded("refused_des3.pem"), "its cipher is des-ede3-cbc, expected AES");
    expect_error(read_recorded("refused_pkcs12.pem"),
                 "its encryption is pbeWithSHA1And3-KeyTripleDES-CBC, expected PBES2");
    expect_error(read_recorded("refused_old_form.pem"), "is not a secp256k1 key as PEM text in hex");
}

TEST_F(EncryptedKeyFile, RefusesAKeyOfAnotherCurve) {
    const auto file = read_recorded("other_curve.pem");
    ASSERT_TRUE(file) << file.error().message;
    expect_error(unlock(*file, kPassphrase), "cannot be decrypted");
}

// The control: the same text with a cost that is bearable is read.
TEST_F(EncryptedKeyFile, RefusesAnAbsurdCostBeforeItIsPaid) {
    const std::string address = test::address_of(1);
    EXPECT_TRUE(read(with_pem(scrypt_pem(1 << 14, 8, 5), address)));
    EXPECT_TRUE(read(with_pem(scrypt_pem(1 << 14, 8, 64), address)));
    EXPECT_TRUE(read(with_pem(pbkdf2_pem(10'000'000), address)));

    constexpr std::uint64_t kHuge = std::uint64_t{1} << 62;
    for (const auto& [n, r, p] : std::initializer_list<std::array<std::uint64_t, 3>>{{1 << 14, 8, 65},
                                                                                     {1 << 15, 8, 1},
                                                                                     {kHuge, 8, 1},
                                                                                     {1 << 14, kHuge, 1},
                                                                                     {1 << 14, 8, kHuge},
                                                                                     {kHuge, 4, kHuge},
                                                                                     {0, 8, 1},
                                                                                     {1 << 14, 0, 1},
                                                                                     {1 << 14, 8, 0},
                                                                                     {(1 << 14) - 1, 8, 1}})
        expect_error(read(with_pem(scrypt_pem(n, r, p), address)), "is refused: expected N a power of two");
    for (const std::int64_t rounds :
         {std::int64_t{10'000'001}, std::int64_t{1} << 40, std::int64_t{0}, std::int64_t{-1}})
        expect_error(read(with_pem(pbkdf2_pem(rounds), address)), "rounds is refused: expected 1 to 10000000");
    expect_error(read(with_pem(scrypt_pem(1 << 14, 8, 5, NID_aes_256_gcm), address)), "its cipher is aes-256-gcm");
}

TEST_F(EncryptedKeyFile, RefusesADamagedOne) {
    const std::string pem = pem_in(key_file_text(test::key_of(1), "secret"));
    const std::string address = test::address_of(1);
    for (std::size_t size = pem.find('\n') + 1; size < pem.size() - 1; size += 7)
        expect_error(read(with_pem(pem.substr(0, size), address)), "the PEM text is broken");
    expect_error(
        read(with_pem("-----BEGIN ENCRYPTED PRIVATE KEY-----\n-----END ENCRYPTED PRIVATE KEY-----\n", address)),
        "the PEM text is broken");
}

TEST_F(EncryptedKeyFile, NeedsItsAddress) {
    const std::string pem = pem_in(key_file_text(test::key_of(1), "secret"));
    expect_error(read(R"({"keypair": {"private_key": ")" + hex_of(pem) + R"("}})"), "names no valid address");
    expect_error(read(with_pem(pem, "genesis")), "names no valid address");
}

TEST_F(EncryptedKeyFile, RefusesTheAddressOfAnotherKeyOnceItIsUnlocked) {
    const auto file = read(with_pem(pem_in(key_file_text(test::key_of(1), "secret")), test::address_of(2)));
    ASSERT_TRUE(file) << file.error().message;
    expect_error(unlock(*file, "secret"), "its key belongs to " + test::address_of(1));
}

TEST_F(EncryptedKeyFile, IsReadableByItsOwnerOnly) {
    using std::filesystem::perms;
    ASSERT_TRUE(create_encrypted_key_file(path(), "secret"));
    EXPECT_EQ(std::filesystem::status(path()).permissions(), perms::owner_read | perms::owner_write);
    std::filesystem::permissions(path(), perms::all);
    ASSERT_TRUE(decrypt_key_file(*read_key_file(path()), "secret"));
    EXPECT_EQ(std::filesystem::status(path()).permissions(), perms::owner_read | perms::owner_write);
}

TEST_F(EncryptedKeyFile, IsNeverOverwrittenByANewKey) {
    ASSERT_TRUE(create_encrypted_key_file(path(), "secret"));
    const std::string before = text();
    expect_error(create_encrypted_key_file(path(), "secret"), "");
    EXPECT_EQ(text(), before);
}

TEST_F(EncryptedKeyFile, IsMadeOfAPlainOneAndBack) {
    const std::string plain = key_file_text(test::key_of(1));
    const auto file = read(plain);
    ASSERT_TRUE(encrypt_key_file(*file, "secret"));
    EXPECT_EQ(text().find(hex_of("BEGIN PRIVATE")), std::string::npos);
    const auto encrypted = read_key_file(path());
    ASSERT_TRUE(encrypted) << encrypted.error().message;
    EXPECT_TRUE(is_same(unlock(*encrypted, "secret")->key, test::key_of(1)));
    ASSERT_TRUE(decrypt_key_file(*encrypted, "secret"));
    EXPECT_EQ(text(), plain) << "byte for byte what the reference writes";
}

TEST_F(EncryptedKeyFile, KeepsWhatElseStandsInIt) {
    auto document = nlohmann::ordered_json::parse(key_file_text(test::key_of(1)));
    document["note"] = "for the rent";
    document["keypair"]["label"] = 7;
    const auto file = read(document.dump());
    ASSERT_TRUE(encrypt_key_file(*file, "secret"));
    const auto encrypted = nlohmann::ordered_json::parse(text());
    EXPECT_EQ(encrypted["note"], "for the rent");
    EXPECT_EQ(encrypted["keypair"]["label"], 7);
}

TEST_F(EncryptedKeyFile, StaysAsItIsWhereThePassphraseIsWrong) {
    const std::string before = key_file_text(test::key_of(1), "secret");
    const auto file = read(before);
    expect_error(decrypt_key_file(*file, "another"), "the passphrase is wrong");
    EXPECT_EQ(text(), before);
}

TEST_F(EncryptedKeyFile, IsNotWrittenOverAnotherKeyThatHasTakenItsPlace) {
    const auto plain = read(key_file_text(test::key_of(1)));
    const auto encrypted = read(key_file_text(test::key_of(1), "secret"));
    const std::string other = key_file_text(test::key_of(2));
    write(other);
    expect_error(encrypt_key_file(*plain, "secret"), "has changed meanwhile");
    expect_error(decrypt_key_file(*encrypted, "secret"), "has changed meanwhile");
    EXPECT_EQ(text(), other);
}

}  // namespace
}  // namespace chaincore::wallet
