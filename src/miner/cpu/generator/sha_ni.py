#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the search kernel for Intel's SHA extensions.

sha256rnds2 does two rounds and takes four cycles, while a CPU can start one every cycle (Zen 3) or every second one
(Zen 5): four hashes at a time keep it busy. Four with a message schedule of their own do not fit 16 registers. So two
of the four are first hashes, of the next pair of nonces, whose schedule is a table that all nonces share; the other two
are the second hashes of the pair before. The first hashes run three half steps ahead: what they end with becomes the
message of the next second hashes while those of the pair before are still under way.

What was tried (docs/performance.md, "The kernels", has the figures): four hashes of one kind at a time, skews of one and
two half steps. More than three would need the registers of words that are still in use.
"""
from dataclasses import dataclass

from assembly import COUNT, FIRST_WORDS, Function, MIDSTATES, SCHEDULE, STARTED
from sha256 import INITIAL_STATE, PADDING, ROUND_CONSTANTS, WORD

HALF_STEPS = 32  # of two rounds
GROUPS = 16      # of four rounds, with one register of message
SKEW = 3         # half steps

A, B, C, D, E, F, G, H = range(8)
# How the instructions want a state in two registers, from their lowest words on.
ABEF, CDGH = (F, E, B, A), (H, G, D, C)
STATE_SIZE = 32  # bytes

# Where the pair of nonces is whose first hashes are under way, in bytes from the first pair, and where pairs end; how
# far the place for results moves behind the next pair.
PAIR, PAIRS_END, ZERO, RESULT_STEP = "rax", "r9", "r10", "r11"

Code = list[str]


@dataclass
class Hash:
    """One that is under way: the registers that it begins and ends in. They change places with every half step."""
    abef: str
    cdgh: str

    def half_step(self, k: int) -> str:
        """Adds what xmm0 holds."""
        one, other = (self.cdgh, self.abef) if k % 2 == 0 else (self.abef, self.cdgh)
        return f"sha256rnds2 {one}, {other}"


class FirstHash(Hash):
    def load(self, nonce: int) -> Code:
        """One half step is behind the states that are handed over."""
        return [f"vmovdqu {self.cdgh}, [{STARTED} + {PAIR} + {STATE_SIZE * nonce}]",
                f"vmovdqu {self.abef}, [{STARTED} + {PAIR} + {STATE_SIZE * nonce + 16}]"]

    def finish(self, nonce: int, second: "SecondHash") -> Code:
        """Makes the digest the message of a second hash."""
        low, high = second.word(0), second.word(1)
        return [f"vpaddd {self.abef}, {self.abef}, [{MIDSTATES} + {PAIR} + {STATE_SIZE * nonce}]",
                f"vpaddd {self.cdgh}, {self.cdgh}, [{MIDSTATES} + {PAIR} + {STATE_SIZE * nonce + 16}]",
                f"vpshufd {low}, {self.abef}, 0x1b",          # a, b, e, f
                f"vpshufd {self.cdgh}, {self.cdgh}, 0xb1",    # g, h, c, d
                f"vpalignr {high}, {self.cdgh}, {low}, 8",    # e, f, g, h
                f"vpblendw {low}, {low}, {self.cdgh}, 0xf0"]  # a, b, c, d


@dataclass
class SecondHash(Hash):
    registers: list[str]  # three: the latest words of the message, and what becomes the next ones
    memory: int           # bytes from rsp, where words wait until they are needed again

    def word(self, group: int) -> str:
        return self.registers[group if group < 2 else (group - 4) % 3]

    def kept_word(self, group: int) -> str:
        return f"[rsp + {self.memory + 16 * group}]"


class Generator:
    def __init__(self) -> None:
        self._function = Function("chaincore_first_words_sha_ni", "sha_ni.py")
        self._first = [FirstHash("xmm1", "xmm2"), FirstHash("xmm3", "xmm4")]
        self._second = [SecondHash("xmm5", "xmm6", ["xmm9", "xmm10", "xmm11"], 0),
                        SecondHash("xmm7", "xmm8", ["xmm12", "xmm13", "xmm14"], 16 * GROUPS)]
        constant = self._function.constant
        self._initial_abef = constant("initial_abef", [INITIAL_STATE[letter] for letter in ABEF])
        self._initial_cdgh = constant("initial_cdgh", [INITIAL_STATE[letter] for letter in CDGH])
        self._initial_a = constant("initial_a", [INITIAL_STATE[A]] * 4)
        self._padding = {g: constant(f"padding_{g}", [PADDING[t] for t in range(4 * g, 4 * g + 4)]) for g in (2, 3)}
        self._inputs = [constant(f"inputs_{g}", _known_inputs(g)) for g in range(GROUPS)]

    def text(self) -> str:
        emit = self._function.emit
        self._function.open_frame(2 * 16 * GROUPS)
        # The SHA instructions know nothing of wide registers: dirty upper halves would cost hundreds of cycles each.
        emit("vzeroupper", f"mov {PAIRS_END}d, {COUNT}", f"shl {PAIRS_END}, 5",
             "xor eax, eax", "xor r10d, r10d", "xor r11d, r11d", *self._load_pair())
        for k in range(1, SKEW):
            emit(*self._first_hashes(k))
        # The first time there are no second hashes yet: their results' place is written again by the next ones.
        self._function.begin_loop("pair")
        for step in range(HALF_STEPS):
            second, g = self._second[step % 2], step // 2
            emit(*self._second_hash(second, g), *self._first_hashes((step + SKEW) % HALF_STEPS))
        one, other = self._second
        emit(f"vpunpckhdq xmm0, {one.abef}, {other.abef}", f"vpaddd xmm0, xmm0, [{self._initial_a}]",
             f"vmovhps [{FIRST_WORDS}], xmm0", f"add {FIRST_WORDS}, {RESULT_STEP}", f"mov {RESULT_STEP}d, 8",
             f"sub {COUNT}, 2", "jns .Lpair")
        self._function.close_frame()
        return self._function.text()

    def _load_pair(self) -> Code:
        return [*self._first[0].load(0), *self._first[1].load(1)]

    def _first_hashes(self, k: int) -> Code:
        """A half step of both; 0: their end, and the beginning of the next ones."""
        if k > 0:
            return [f"vmovq xmm0, [{SCHEDULE} + {8 * k}]", *[hash_.half_step(k) for hash_ in self._first]]
        ends = [instruction for nonce in range(2)
                for instruction in self._first[nonce].finish(nonce, self._second[nonce])]
        # Behind the last pair comes the first one again: what becomes of it is not looked at.
        return [*ends, f"add {PAIR}, {2 * STATE_SIZE}", f"cmp {PAIR}, {PAIRS_END}", f"cmove {PAIR}, {ZERO}",
                *self._load_pair()]

    def _second_hash(self, hash_: SecondHash, g: int) -> Code:
        """Four rounds, and the words of the next group where they are not there yet."""
        begin = [f"vmovdqa {hash_.abef}, [{self._initial_abef}]", f"vmovdqa {hash_.cdgh}, [{self._initial_cdgh}]"]
        return [*(begin if g == 0 else []), *self._rounds(hash_, g),
                *(self._make_words(hash_, g + 1) if 4 <= g + 1 < GROUPS else [])]

    def _rounds(self, hash_: SecondHash, g: int) -> Code:
        if g in self._padding:
            return [f"vmovdqa xmm0, [{self._inputs[g]}]", hash_.half_step(0),
                    f"vmovq xmm0, [{self._inputs[g]} + 8]", hash_.half_step(1)]
        return [f"vpaddd xmm0, {hash_.word(g)}, [{self._inputs[g]}]", hash_.half_step(0),
                "vpshufd xmm0, xmm0, 0x0e", hash_.half_step(1)]

    def _make_words(self, hash_: SecondHash, g: int) -> Code:
        """W[4g..4g+3], from the sixteen words before."""
        word = hash_.word(g)
        code = self._sum_of_older_words(hash_, g)
        code.append(f"sha256msg2 {word}, {self._word(hash_, g - 1)}")
        if g <= 12:  # those that sha256msg1 will ask for
            code.append(f"vmovdqa {hash_.kept_word(g)}, {word}")
        return code

    def _sum_of_older_words(self, hash_: SecondHash, g: int) -> Code:
        """W[t-16] + sigma0(W[t-15]) + W[t-7]. Groups 2 and 3 are padding, nearly all of it zeros."""
        word = hash_.word(g)
        behind_7 = [f"vpalignr xmm0, {hash_.word(g - 1)}, {self._word(hash_, g - 2)}, 4",
                    f"vpaddd {word}, {word}, xmm0"]
        if g == 4:
            return [f"sha256msg1 {word}, {hash_.word(1)}"]
        if g == 5:
            return [f"sha256msg1 {word}, [{self._padding[2]}]", *behind_7]
        if g == 6:
            return [f"vpalignr {word}, {hash_.word(5)}, {hash_.word(4)}, 4",
                    f"vpaddd {word}, {word}, [{self._padding[2]}]"]
        oldest = f"[{self._padding[3]}]" if g == 7 else hash_.kept_word(g - 4)
        return [f"vmovdqa {word}, {oldest}", f"sha256msg1 {word}, {hash_.kept_word(g - 3)}", *behind_7]

    def _word(self, hash_: SecondHash, g: int) -> str:
        return f"[{self._padding[g]}]" if g in self._padding else hash_.word(g)


def _known_inputs(g: int) -> list[int]:
    """What a group of rounds adds whatever the message is: constants, and padding."""
    return [(ROUND_CONSTANTS[t] + PADDING.get(t, 0)) & WORD for t in range(4 * g, 4 * g + 4)]


if __name__ == "__main__":
    print(Generator().text(), end="")
