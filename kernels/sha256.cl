// SPDX-License-Identifier: MIT
// SHA-256 (FIPS 180-4) for whatever width of vectors the host asks for: LANES nonces side by side in each work item.

#if LANES == 1
typedef uint word;
#else
#define PASTE_TWICE(a, b) a##b
#define PASTE(a, b) PASTE_TWICE(a, b)
typedef PASTE(uint, LANES) word;
#endif

__constant uint kInitialState[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

__constant uint kRoundConstants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

// To the left, as OpenCL has it: by 32 less the bits of the standard's rotation to the right.
#define BIG_SIGMA0(x) (rotate((x), (word)30) ^ rotate((x), (word)19) ^ rotate((x), (word)10))
#define BIG_SIGMA1(x) (rotate((x), (word)26) ^ rotate((x), (word)21) ^ rotate((x), (word)7))
#define SMALL_SIGMA0(x) (rotate((x), (word)25) ^ rotate((x), (word)14) ^ ((x) >> 3))
#define SMALL_SIGMA1(x) (rotate((x), (word)15) ^ rotate((x), (word)13) ^ ((x) >> 10))
#define CHOOSE(e, f, g) bitselect((g), (f), (e))
#define MAJORITY(a, b, c) bitselect((a), (b), (a) ^ (c))

// x + y. GPUs have units that multiply and add beside those that shift, combine bits and add, and hashing keeps only the
// latter busy. So a scalar is multiplied by a 1 of which the compiler must not know: either of the two `ones` that the
// host hands in. Two, since it would take a common factor out of a sum.
#if LANES == 1
#define PLUS(x, one, y) ((x) * (one) + (y))
#else
#define PLUS(x, one, y) ((x) + (y))
#endif

// Leaves new values where d and h were: the caller names them differently in the next round. input: the word of the
// schedule with its constant.
#define ROUND(a, b, c, d, e, f, g, h, input)                                        \
    do {                                                                            \
        h = BIG_SIGMA1(e) + CHOOSE(e, f, g) + PLUS(h, ones.s0, input);              \
        d = PLUS(h, ones.s0, d);                                                    \
        h = PLUS(MAJORITY(a, b, c), ones.s0, PLUS(BIG_SIGMA0(a), ones.s1, h));      \
    } while (0)

// Eight rounds bring all names back. INPUT(i): what round i adds.
#define FIRST_TWO_ROUNDS(s, INPUT, i)                                          \
    do {                                                                       \
        ROUND(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], INPUT((i) + 0)); \
        ROUND(s[7], s[0], s[1], s[2], s[3], s[4], s[5], s[6], INPUT((i) + 1)); \
    } while (0)
#define NEXT_SIX_ROUNDS(s, INPUT, i)                                           \
    do {                                                                       \
        ROUND(s[6], s[7], s[0], s[1], s[2], s[3], s[4], s[5], INPUT((i) + 2)); \
        ROUND(s[5], s[6], s[7], s[0], s[1], s[2], s[3], s[4], INPUT((i) + 3)); \
        ROUND(s[4], s[5], s[6], s[7], s[0], s[1], s[2], s[3], INPUT((i) + 4)); \
        ROUND(s[3], s[4], s[5], s[6], s[7], s[0], s[1], s[2], INPUT((i) + 5)); \
        ROUND(s[2], s[3], s[4], s[5], s[6], s[7], s[0], s[1], INPUT((i) + 6)); \
        ROUND(s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[0], INPUT((i) + 7)); \
    } while (0)
#define EIGHT_ROUNDS(s, INPUT, i)       \
    do {                                \
        FIRST_TWO_ROUNDS(s, INPUT, i);  \
        NEXT_SIX_ROUNDS(s, INPUT, i);   \
    } while (0)
#define LAST_48_ROUNDS(s, INPUT)    \
    do {                            \
        EIGHT_ROUNDS(s, INPUT, 16); \
        EIGHT_ROUNDS(s, INPUT, 24); \
        EIGHT_ROUNDS(s, INPUT, 32); \
        EIGHT_ROUNDS(s, INPUT, 40); \
        EIGHT_ROUNDS(s, INPUT, 48); \
        EIGHT_ROUNDS(s, INPUT, 56); \
    } while (0)
