// SPDX-License-Identifier: MIT
#include "chaincore/chain/block_reader.hpp"

#include "chain/shape_reader.hpp"
#include "chain/stored_block_reader.hpp"
#include "chaincore/chain/json_reader.hpp"

#include <simdjson.h>

#include <string>

namespace chaincore::chain {

namespace ondemand = simdjson::ondemand;

class BlockReader::Impl {
public:
    template <class T>
    Result<T, Rejection> read(std::string_view text, bool needs_id = true) {
        pad(text);
        ShapeReader reader(text, needs_id);
        T result;
        const auto read_root = [&](ondemand::value root) { return reader.read(root, result); };
        if (!read_document(reader, text.size(), read_root)) return fail(reader.rejection());
        return result;
    }

    // As nodes write blocks, or in any other way that is JSON.
    Result<Block, Rejection> read_slice(std::string_view slice) {
        pad(slice);
        if (Result<Block, Rejection> block;
            stored_reader_.read(std::string_view(padded_).substr(0, slice.size()), *block))
            return block;
        return read<Block>(slice);
    }

    // The whole text, checked by the parser that builds a document before ours walks over it.
    template <class T>
    Result<T, Rejection> read_checked(std::string_view text, bool needs_id = true) {
        if (auto verdict = check_json_syntax(text); !verdict) return fail(verdict.error());
        return read<T>(text, needs_id);
    }

    // The whole text, or its member `name`.
    template <class T>
    Result<T, Rejection> read_wrapped(std::string_view text, std::string_view name) {
        const auto inner = find_member(text, name);
        if (!inner) return fail(inner.error());
        return read<T>(inner->empty() ? text : *inner);
    }

    // Its member `name`, without which there is nothing.
    template <class T>
    Result<T, Rejection> read_member(std::string_view text, std::string_view name) {
        const auto inner = find_member(text, name);
        if (!inner) return fail(inner.error());
        if (inner->empty()) return reject(Rule::missing_field, std::string(name) + " is missing");
        return read<T>(*inner);
    }

private:
    // Its text, of the whole document that was checked; empty where there is none.
    Result<std::string, Rejection> find_member(std::string_view text, std::string_view name) {
        if (auto verdict = check_json_syntax(text); !verdict) return fail(verdict.error());
        pad(text);
        ShapeReader reader(text);
        std::string inner;
        const auto find = [&](ondemand::value root) { return reader.find_member(root, name, inner); };
        if (!read_document(reader, text.size(), find)) return fail(reader.rejection());
        return inner;
    }

    // read_root(root) must read all of it.
    template <class ReadRoot>
    bool read_document(ShapeReader& reader, std::size_t size, ReadRoot read_root) {
        const simdjson::padded_string_view padded(padded_.data(), size, padded_.size());
        ondemand::document document;
        if (const auto error = parser_.iterate(padded).get(document)) return reader.refuse(error);
        ondemand::value root;
        if (const auto error = document.get_value().get(root)) {
            if (error == simdjson::SCALAR_DOCUMENT_AS_VALUE)
                return reader.refuse(Rule::wrong_type, "found a single value, expected an object");
            return reader.refuse(error);
        }
        if (!read_root(root)) return false;
        // There is a location only where something is left.
        if (document.current_location().error() == simdjson::SUCCESS)
            return reader.refuse(Rule::invalid_json, "something stands behind the end of the object");
        return true;
    }

    // On demand simdjson looks behind the end of a text that is cut off: what stands there must not be somebody's JSON.
    void pad(std::string_view text) {
        padded_.assign(text);
        padded_.append(simdjson::SIMDJSON_PADDING, ' ');
    }

    StoredBlockReader stored_reader_;
    ondemand::parser parser_;
    std::string padded_;
};

BlockReader::BlockReader() : impl_(std::make_unique<Impl>()) {}
BlockReader::~BlockReader() = default;
BlockReader::BlockReader(BlockReader&&) noexcept = default;
BlockReader& BlockReader::operator=(BlockReader&&) noexcept = default;

Result<Transaction, Rejection> BlockReader::read_transaction(std::string_view text) {
    return impl_->read_checked<Transaction>(text);
}

Result<Transaction, Rejection> BlockReader::read_unsigned_transaction(std::string_view text) {
    return impl_->read_checked<Transaction>(text, false);
}

Result<Block, Rejection> BlockReader::read_block(std::string_view text) { return impl_->read_checked<Block>(text); }

Result<Transaction, Rejection> BlockReader::read_posted_transaction(std::string_view text) {
    return impl_->read_wrapped<Transaction>(text, "transaction");
}

Result<Block, Rejection> BlockReader::read_posted_block(std::string_view text) {
    return impl_->read_wrapped<Block>(text, "block");
}

Result<Block, Rejection> BlockReader::read_template(std::string_view text) {
    return impl_->read_member<Block>(text, "block_template");
}

Result<Block, Rejection> BlockReader::read_block_slice(std::string_view slice) { return impl_->read_slice(slice); }

}  // namespace chaincore::chain
