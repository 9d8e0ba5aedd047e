// SPDX-License-Identifier: MIT
#include "chain/stored_block_reader.hpp"

#include "chaincore/chain/limits.hpp"

#include <algorithm>
#include <array>
#include <cfloat>
#include <charconv>
#include <cstring>
#include <optional>
#include <string>

namespace chaincore::chain {
namespace {

constexpr std::size_t kUsualOutputs = 2;               // for the payee, and the change
constexpr std::size_t kMostReserved = 16;              // transactions: many blocks wait in memory
constexpr std::string_view kBeginning = "{\"hash\":";  // what begins in another way need not be indexed

// Each is exact as a double.
constexpr std::array<double, 20> kPowersOfTen = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,
                                                 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19};
constexpr std::uint64_t kLargestExact = std::uint64_t{1} << 53;  // all integers up to it are doubles
constexpr std::ptrdiff_t kShortNumber = 19;                      // as many nines fit into 64 bits

// Appends the digits from `at` on to `value`, which wraps around where they are too many. Returns where they end.
const char* take_digits(const char* at, std::uint64_t& value) {
    for (; *at >= '0' && *at <= '9'; ++at) value = value * 10 + static_cast<std::uint64_t>(*at - '0');
    return at;
}

// Digits, with or without a point and digits behind it. Nothing where it is any other number, or none.
std::optional<Number> plain_number(const char* begin, const char* end) {
    std::uint64_t digits = 0;
    const char* const point = take_digits(begin, digits);
    if (point == begin || (*begin == '0' && point != begin + 1)) return std::nullopt;
    const bool is_short = end - begin <= kShortNumber;
    if (point == end) return is_short ? std::optional(Number{digits}) : std::nullopt;
    const char* const decimals = point + 1;
    if (*point != '.' || take_digits(decimals, digits) != end || decimals == end) return std::nullopt;
    // The quotient of two exact numbers is rounded once, as it must be; what follows takes longer.
    if (FLT_EVAL_METHOD == 0 && is_short && digits <= kLargestExact)
        return Number{static_cast<double>(digits) / kPowersOfTen[static_cast<std::size_t>(end - decimals)]};
    double value = 0;
    if (std::from_chars(begin, end, value).ec != std::errc{}) return std::nullopt;
    return Number{value};
}

}  // namespace

bool StoredBlockReader::read(std::string_view text, Block& block) {
    block.transactions.reserve(usual_transactions_);
    if (!find_tokens(text) || !read_block(block) || *token_ != text.size()) return false;
    usual_transactions_ = std::min(block.transactions.size(), kMostReserved);
    return true;
}

// By simdjson's first stage, which also refuses what is not UTF-8, and control characters in strings.
bool StoredBlockReader::find_tokens(std::string_view text) {
    if (!text.starts_with(kBeginning) || text.find('\\') != std::string_view::npos) return false;
    if (!make_room(text.size())) return false;
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    if (index_->stage1(bytes, text.size(), simdjson::stage1_mode::regular)) return false;
    index_->structural_indexes[index_->n_structural_indexes] = static_cast<std::uint32_t>(text.size());
    text_ = text.data();
    token_ = index_->structural_indexes.get();
    return true;
}

bool StoredBlockReader::make_room(std::size_t size) {
    if (index_ && index_->capacity() >= size) return true;
    constexpr std::size_t kDepth = 1;  // the first stage does not look at it
    const auto& simdjson_here = *simdjson::get_active_implementation();
    const bool is_made = !simdjson_here.create_dom_parser_implementation(size, kDepth, index_);
    if (!is_made) index_.reset();
    return is_made;
}

bool StoredBlockReader::read_block(Block& block) {
    BlockHeader& header = block.header;
    return take('{') && member("\"hash\":", block.hash) && take(',') && member("\"index\":", header.height) &&
           take(',') && member("\"merkle_root\":", header.merkle_root) && take(',') &&
           member("\"nonce\":", header.nonce) && take(',') && member("\"previous_hash\":", header.previous_hash) &&
           take(',') && member("\"target_difficulty\":", header.target_difficulty) && take(',') &&
           member("\"timestamp\":", header.timestamp) && take(',') &&
           member("\"transactions\":", block.transactions, kMaxTransactionsInBlock) && take('}');
}

bool StoredBlockReader::read(Transaction& transaction) {
    transaction.outputs.reserve(kUsualOutputs);
    return take('{') && member("\"inputs\":", transaction.inputs, kMaxInputs) && take(',') &&
           member("\"lock_time\":", transaction.lock_time) && take(',') &&
           member("\"outputs\":", transaction.outputs, kMaxOutputs) && take(',') &&
           member("\"timestamp\":", transaction.timestamp) && take(',') && member("\"tx_id\":", transaction.tx_id) &&
           take(',') && member("\"version\":", transaction.version) && take('}');
}

bool StoredBlockReader::read(TransactionInput& input) {
    return take('{') && member("\"output_index\":", input.output_index) && take(',') &&
           member("\"script_sig\":", input.script_sig) && take(',') && member("\"signature\":", input.signature) &&
           take(',') && member("\"tx_id\":", input.tx_id) && take('}');
}

bool StoredBlockReader::read(InputSignature& signature) {
    if (!take('{')) return false;
    if (take('}')) return true;
    return member("\"message_hash\":", signature.message_hash.emplace()) && take(',') &&
           member("\"public_key\":", signature.public_key.emplace()) && take(',') &&
           member("\"signature\":", signature.signature.emplace()) && take('}');
}

bool StoredBlockReader::read(TransactionOutput& output) {
    return take('{') && member("\"amount\":", output.amount) && take(',') &&
           member("\"recipient_address\":", output.recipient_address) && take(',') &&
           member("\"script_pubkey\":", output.script_pubkey) && take('}');
}

// quoted_key: with the colon behind it, as nobody writes it otherwise.
template <class Target, class... Limit>
[[gnu::always_inline]] inline bool StoredBlockReader::member(std::string_view quoted_key, Target& target,
                                                             Limit... limit) {
    if (std::memcmp(text_ + *token_, quoted_key.data(), quoted_key.size()) != 0) return false;
    token_ += 2;  // the key and its colon
    return read(target, limit...);
}

template <class T>
bool StoredBlockReader::read(std::vector<T>& elements, std::size_t limit) {
    if (!take('[')) return false;
    if (take(']')) return true;
    do {
        if (elements.size() == limit || !read(elements.emplace_back())) return false;
    } while (take(','));
    return take(']');
}

// No backslash is in the text, so a string ends at the next quote; nothing but blanks can stand between that and the
// next token, and only where there are none it is ours.
bool StoredBlockReader::read(std::string& text) {
    if (!take('"')) return false;
    const char* const begin = text_ + token_[-1] + 1;
    const char* const end = text_ + *token_ - 1;
    if (end < begin || *end != '"') return false;
    text = std::string(begin, end);
    return true;
}

bool StoredBlockReader::read(Number& number) {
    const char* const begin = text_ + *token_;
    const auto plain = plain_number(begin, begin + (token_[1] - token_[0]));
    if (!plain) return false;
    ++token_;
    number = *plain;
    return true;
}

bool StoredBlockReader::take(char c) {
    if (text_[*token_] != c) return false;
    ++token_;
    return true;
}

}  // namespace chaincore::chain
