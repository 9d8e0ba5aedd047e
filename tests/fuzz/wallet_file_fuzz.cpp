// SPDX-License-Identifier: MIT
// A wallet file, damaged or made up: what is read is a key that is written and read again as the same, or an encrypted
// one that costs little to try; what is refused is refused in one line that names the file and shows nothing of the
// key. Nothing is decrypted: no input is to take a second.
#include "chaincore/chain/json_reader.hpp"
#include "chaincore/crypto/address.hpp"
#include "chaincore/util/hex.hpp"
#include "chaincore/wallet/key_file.hpp"
#include "fuzz/choices.hpp"
#include "fuzz/require.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <span>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

using namespace chaincore;
using fuzz::require;

namespace {

constexpr std::size_t kLongestMessage = 300;
constexpr std::size_t kTelling = 20;  // so many characters of a key in a row are no accident

// A file without a disk.
class MemoryFile {
public:
    MemoryFile() : fd_(::memfd_create("wallet", MFD_CLOEXEC)), path_("/proc/self/fd/" + std::to_string(fd_)) {
        require(fd_ >= 0, "a file can be made in memory");
    }

    const std::string& path() const { return path_; }

    void hold(std::string_view text) const {
        require(::ftruncate(fd_, 0) == 0, "the file can be emptied");
        require(::pwrite(fd_, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()), "the file has room");
    }

private:
    int fd_;  // never closed: the target keeps it as long as it runs
    std::string path_;
};

std::span<const std::uint8_t> as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string as_pem(std::string_view label, std::string_view der) {
    std::string base64(4 * (der.size() / 3 + 1) + 1, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(base64.data()), as_bytes(der).data(),
                                     static_cast<int>(der.size()));
    base64.resize(static_cast<std::size_t>(size));
    std::string pem = "-----BEGIN " + std::string(label) + "-----\n";
    for (std::size_t at = 0; at < base64.size(); at += 64) pem += base64.substr(at, 64) + "\n";
    return pem + "-----END " + std::string(label) + "-----\n";
}

std::string with_pem(std::string_view pem) {
    return R"({"keypair": {"private_key": ")" + util::to_hex(as_bytes(pem)) + R"("}})";
}

// An encrypted key needs one.
std::string with_address(std::string_view pem) {
    return R"({"keypair": {"private_key": ")" + util::to_hex(as_bytes(pem)) +
           R"("}, "address": "1N13hPzevMAxSFjoym74G6CzzkabVNA7iH"})";
}

// The first byte says how deep in the file the others lie.
std::string file_of(std::string_view input) {
    fuzz::Choices choices(input);
    switch (choices.pick(5)) {
        case 0: return std::string(choices.rest());
        case 1: return with_pem(choices.rest());
        case 2: return with_pem(as_pem("PRIVATE KEY", choices.rest()));     // PKCS#8
        case 3: return with_pem(as_pem("EC PRIVATE KEY", choices.rest()));  // SEC 1
        default: return with_address(as_pem("ENCRYPTED PRIVATE KEY", choices.rest()));
    }
}

const std::string* text_of(const chain::JsonValue* object, std::string_view name) {
    const auto* member = object != nullptr ? object->find(name) : nullptr;
    return member != nullptr ? member->get_if<std::string>() : nullptr;
}

// A text with blanks is no piece of a key, but may be one of our sentence.
bool shows(std::string_view message, std::string_view secret) {
    for (std::size_t at = 0; at + kTelling <= secret.size(); ++at) {
        const auto piece = secret.substr(at, kTelling);
        if (piece.find(' ') == std::string_view::npos && message.find(piece) != std::string_view::npos) return true;
    }
    return false;
}

void check_refusal(const std::string& message, const std::string& path, std::string_view file) {
    require(message.find(path) != std::string::npos, "a refusal names the file");
    require(message.find('\n') == std::string::npos, "a refusal is one line");
    require(message.size() <= path.size() + kLongestMessage, "a refusal is short");
    const auto document = chain::parse_json(file);
    const auto* secret = document ? text_of(document->find("keypair"), "private_key") : nullptr;
    const auto* address = document ? text_of(&*document, "address") : nullptr;
    if (secret != nullptr && (address == nullptr || !shows(*address, *secret)))
        require(!shows(message, *secret), "a refusal shows nothing of the key");
}

void check_encrypted(const wallet::KeyFile& read, std::string_view text) {
    const auto document = chain::parse_json(text);
    const auto* address = document ? text_of(&*document, "address") : nullptr;
    require(address != nullptr && *address == read.address, "the file names the address of an encrypted key");
    require(crypto::is_valid_address(read.address), "an address is one");
    require(read.encrypted_key.find("-----BEGIN ENCRYPTED PRIVATE KEY-----") != std::string::npos, "there is a key");
}

void check_wallet(const wallet::KeyFile& read, const MemoryFile& file, std::string_view text) {
    require(read.address == make_address(read.key->public_key()), "an address is that of its key");
    const auto document = chain::parse_json(text);
    require(document.has_value(), "a wallet file is JSON");
    const auto* address = text_of(&*document, "address");
    require(address == nullptr || *address == read.address, "a key belongs to the address that the file names");
    file.hold(wallet::key_file_text(*read.key));
    const auto again = wallet::read_key_file(file.path());
    require(again && again->key && std::ranges::equal(again->key->bytes(), read.key->bytes()),
            "a key is read as it was written");
    require(again->address == read.address, "an address is read as it was written");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const MemoryFile file;
    const std::string text = file_of(fuzz::as_text(data, size));
    file.hold(text);
    const auto read = wallet::read_key_file(file.path());
    if (read && read->key) {
        check_wallet(*read, file, text);
    } else if (read) {
        check_encrypted(*read, text);
    } else {
        check_refusal(read.error().message, file.path(), text);
    }
    return 0;
}
