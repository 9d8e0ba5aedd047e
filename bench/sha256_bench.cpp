// SPDX-License-Identifier: MIT
// Whole-message SHA-256 beside OpenSSL's, at the sizes that the program hashes: an id pair, a header, a transaction.

#include "chaincore/crypto/sha256.hpp"

#include <benchmark/benchmark.h>
#include <openssl/evp.h>

#include <string>

namespace chaincore::bench {
namespace {

void ours(benchmark::State& state) {
    const std::string message(static_cast<std::size_t>(state.range(0)), 'x');
    for (auto _ : state) benchmark::DoNotOptimize(crypto::sha256(message));
    state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(ours)->Arg(128)->Arg(270)->Arg(1300)->Arg(65536);

void openssl(benchmark::State& state) {
    const std::string message(static_cast<std::size_t>(state.range(0)), 'x');
    EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    EVP_MD_CTX* const context = EVP_MD_CTX_new();
    unsigned char digest[32];
    for (auto _ : state) {
        EVP_DigestInit_ex2(context, sha256, nullptr);
        EVP_DigestUpdate(context, message.data(), message.size());
        EVP_DigestFinal_ex(context, digest, nullptr);
        benchmark::DoNotOptimize(digest);
    }
    EVP_MD_CTX_free(context);
    EVP_MD_free(sha256);
    state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(openssl)->Arg(128)->Arg(270)->Arg(1300)->Arg(65536);

}  // namespace
}  // namespace chaincore::bench
