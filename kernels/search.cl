// SPDX-License-Identifier: MIT
// The search of one job (docs/performance.md, "The work"): nonces by fractions. What comes from the host and goes to it
// has the layout of src/miner/opencl/device_structs.hpp.

typedef struct {
    uint after_first_block[8];  // SHA-256's state
    uint middle[48];            // blocks two to four as words, with any nonce
    uint last[16];              // the fifth block, with any fraction
    uint nonce_offset;          // bytes from the beginning of block two to the nonce's 19 digits
    uint fraction_offset;       // bytes from the beginning of the fifth block to the fraction's 6 digits
} HeaderText;

typedef struct {
    uint nonce;     // which of the launch's
    uint fraction;  // which of the launch's
} DeviceHit;

typedef struct {
    uint count;  // of all hits, those for which there is no room included
    uint unused;
    DeviceHit hits[HIT_CAPACITY];
} HitBuffer;

// kLayout of device_structs.hpp.
__kernel void describe_layout(__global uint* layout) {
    __private HeaderText text;
    __private DeviceHit hit;
    __private HitBuffer found;
    layout[0] = sizeof text;
    layout[1] = (uint)((__private char*)text.middle - (__private char*)&text);
    layout[2] = (uint)((__private char*)text.last - (__private char*)&text);
    layout[3] = (uint)((__private char*)&text.nonce_offset - (__private char*)&text);
    layout[4] = (uint)((__private char*)&text.fraction_offset - (__private char*)&text);
    layout[5] = sizeof hit;
    layout[6] = (uint)((__private char*)&hit.fraction - (__private char*)&hit);
    layout[7] = sizeof found;
    layout[8] = (uint)((__private char*)found.hits - (__private char*)&found);
}

#define NONCE_DIGITS 19
#define FRACTION_DIGITS 6

// Sets a byte of a text that is kept in big-endian words.
void set_byte(uint* words, uint offset, uint byte) {
    const uint shift = 24 - 8 * (offset % 4);
    words[offset / 4] = (words[offset / 4] & ~(0xffu << shift)) | byte << shift;
}

void write_digits(uint* words, uint offset, uint digits, ulong value) {
    for (uint i = digits; i > 0; --i, value /= 10) set_byte(words, offset + i - 1, '0' + (uint)(value % 10));
}

// One nonce at a time, whatever LANES is: this is done once for many launches.
#define SCALAR_ROTATE(x, bits) rotate((x), (uint)(32 - (bits)))

void expand(uint* w) {
    for (int i = 16; i < 64; ++i)
        w[i] = w[i - 16] + w[i - 7] +
               (SCALAR_ROTATE(w[i - 15], 7) ^ SCALAR_ROTATE(w[i - 15], 18) ^ (w[i - 15] >> 3)) +
               (SCALAR_ROTATE(w[i - 2], 17) ^ SCALAR_ROTATE(w[i - 2], 19) ^ (w[i - 2] >> 10));
}

void compress(uint* state, const uint* block) {
    uint w[64], s[8];
    for (int i = 0; i < 16; ++i) w[i] = block[i];
    expand(w);
    for (int i = 0; i < 8; ++i) s[i] = state[i];
    for (int i = 0; i < 64; ++i) {
        const uint t1 = s[7] + (SCALAR_ROTATE(s[4], 6) ^ SCALAR_ROTATE(s[4], 11) ^ SCALAR_ROTATE(s[4], 25)) +
                        bitselect(s[6], s[5], s[4]) + w[i] + kRoundConstants[i];
        const uint t2 = (SCALAR_ROTATE(s[0], 2) ^ SCALAR_ROTATE(s[0], 13) ^ SCALAR_ROTATE(s[0], 22)) +
                        bitselect(s[0], s[1], s[0] ^ s[2]);
        for (int j = 7; j > 0; --j) s[j] = s[j - 1];
        s[4] += t1;
        s[0] = t1 + t2;
    }
    for (int i = 0; i < 8; ++i) state[i] += s[i];
}

// A work item for each nonce. midstates: a row for each letter of the state, a to h.
__kernel void make_midstates(__constant HeaderText* text, ulong first_nonce, __global uint* midstates) {
    const size_t nonce = get_global_id(0);
    uint words[48], state[8];
    for (int i = 0; i < 48; ++i) words[i] = text->middle[i];
    for (int i = 0; i < 8; ++i) state[i] = text->after_first_block[i];
    write_digits(words, text->nonce_offset, NONCE_DIGITS, first_nonce + nonce);
    for (int block = 0; block < 3; ++block) compress(state, words + 16 * block);
    for (int i = 0; i < 8; ++i) midstates[i * get_global_size(0) + nonce] = state[i];
}

// A work item for each fraction. first: its number among the legal ones, of which every ten digits have nine.
__kernel void make_schedules(__constant HeaderText* text, uint first, __global uint* schedules) {
    const uint number = first + (uint)get_global_id(0);
    uint w[64];
    for (int i = 0; i < 16; ++i) w[i] = text->last[i];
    write_digits(w, text->fraction_offset, FRACTION_DIGITS, number / 9 * 10 + number % 9 + 1);
    expand(w);
    for (int i = 0; i < 64; ++i) schedules[64 * get_global_id(0) + i] = w[i] + kRoundConstants[i];
}

void note_hit(__global volatile HitBuffer* found, uint nonce, uint fraction) {
    const uint place = atomic_inc(&found->count);
    if (place >= HIT_CAPACITY) return;
    found->hits[place].nonce = nonce;
    found->hits[place].fraction = fraction;
}

// The second message is a digest: the bit 1 and its length of 256 bits follow the eight words.
word first_word_of_second_hash(const word* digest, const uint2 ones) {
    word w[16], s[8];
    for (int i = 0; i < 8; ++i) w[i] = digest[i];
    w[8] = 0x80000000;
    for (int i = 9; i < 15; ++i) w[i] = 0;
    w[15] = 256;
    for (int i = 0; i < 8; ++i) s[i] = kInitialState[i];
#define GIVEN_INPUT(i) (w[i] + kRoundConstants[i])
    EIGHT_ROUNDS(s, GIVEN_INPUT, 0);
    EIGHT_ROUNDS(s, GIVEN_INPUT, 8);
#define NEXT_WORD(i) \
    (w[(i) % 16] += SMALL_SIGMA1(w[((i) + 14) % 16]) + w[((i) + 9) % 16] + SMALL_SIGMA0(w[((i) + 1) % 16]))
#define MADE_INPUT(i) (NEXT_WORD(i) + kRoundConstants[i])
    LAST_48_ROUNDS(s, MADE_INPUT);
    return s[0] + kInitialState[0];
}

void note_hits(__global volatile HitBuffer* found, word masked, uint item, uint fraction) {
#if LANES == 1
    if (masked == 0) note_hit(found, item, fraction);
#else
    if (!any(masked == 0)) return;
    uint lanes[LANES];
    PASTE(vstore, LANES)(masked, 0, lanes);
    for (uint lane = 0; lane < LANES; ++lane)
        if (lanes[lane] == 0) note_hit(found, item * LANES + lane, fraction);
#endif
}

// Of a uint4, by a number that the compiler knows.
#define ELEMENT(four, i) ((i) == 0 ? (four).x : (i) == 1 ? (four).y : (i) == 2 ? (four).z : (four).w)

// LANES nonces for each work item, with each of the fractions. The first two rounds are done once for all fractions in
// a row whose first two words are the same: mostly a thousand, less those that are not legal.
// ones: (1, 1), see PLUS.
__kernel void search(__global const word* midstates, __global const uint4* schedules, uint fractions, uint mask,
                     __global volatile HitBuffer* found, uint2 ones) {
    const uint item = get_global_id(0), items = get_global_size(0);
    word midstate[8];
    for (int i = 0; i < 8; ++i) midstate[i] = midstates[i * items + item];
    uint fraction = 0;
    while (fraction < fractions) {
        const uint4 first_words = schedules[16 * fraction];
        word begun[8];
        for (int i = 0; i < 8; ++i) begun[i] = midstate[i];
#define FIRST_INPUT(i) ELEMENT(first_words, i)
        FIRST_TWO_ROUNDS(begun, FIRST_INPUT, 0);
        do {
            __global const uint4* schedule = schedules + 16 * fraction;
            word s[8];
            for (int i = 0; i < 8; ++i) s[i] = begun[i];
#define TABLE_INPUT(i) ELEMENT(schedule[(i) / 4], (i) % 4)
            NEXT_SIX_ROUNDS(s, TABLE_INPUT, 0);
            EIGHT_ROUNDS(s, TABLE_INPUT, 8);
            LAST_48_ROUNDS(s, TABLE_INPUT);
            for (int i = 0; i < 8; ++i) s[i] += midstate[i];
            note_hits(found, first_word_of_second_hash(s, ones) & mask, item, fraction);
            ++fraction;
        } while (fraction < fractions && all(schedules[16 * fraction].xy == first_words.xy));
    }
}
