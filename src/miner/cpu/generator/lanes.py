#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes a search kernel that has a nonce in each 32-bit lane of wide registers: lanes.py avx2|avx512

A pass hashes one nonce for each lane of each of its streams: the fifth block on top of the midstates, whose schedule is
a table that all share, then the digests. Streams take turns round by round: each waits for its own results most of the
time, and the CPU looks far enough ahead to fill that with the others' work. Taking turns at every instruction was as
fast and needed temporaries for each.
"""
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable

from assembly import COUNT, FIRST_WORDS, Function, MIDSTATES, SCHEDULE, STARTED
from sha256 import INITIAL_STATE, PADDING, ROUND_CONSTANTS

ROUNDS = 64
ROUNDS_BEHIND = 2  # by the states that are handed over
MESSAGE = 16       # words: W[t] is made from those back to W[t-16], and takes the place of that one
# After so many rounds every word of the state is back in its place. Loops of one period, and not 128 rounds in one
# piece: those do not fit the CPU's cache of decoded instructions. For the same reason there is no code of its own for
# rounds 16 to 31, where most words of padding are zero and need no addition: on Zen 5 that saved 2 % of the operations
# and cost between nothing and a third of the speed, as it happened to fall into the lines of that cache.
PERIOD = 8

# FIPS 180-4, 4.1.2: three rotations to the right; of the small ones the last is a shift.
BIG_SIGMA0, BIG_SIGMA1 = (2, 13, 22), (6, 11, 25)
SMALL_SIGMA0, SMALL_SIGMA1 = (7, 18, 3), (17, 19, 10)

# Registers of the loops: what a round adds, and where that ends; the halves of the message, the one that the round's
# word is in first.
INPUT, INPUT_END, THIS_HALF, OTHER_HALF = "rax", "r9", "r10", "r11"

Code = list[str]
# What a round adds to h: operands, and the code before that makes them. That code may use all temporaries; an operand
# is in the first of them or in memory.
Input = tuple[Code, list[str]]


class LaneKernel(ABC):
    name: str
    lanes: int
    streams: int
    copies: int       # of a word that is the same in all lanes, in memory
    move: str         # the instruction, on a boundary; and anywhere
    move_unaligned: str
    temporaries: list[str]

    def __init__(self) -> None:
        self.row = 4 * self.lanes       # bytes of one word of a stream
        self.word = 4 * self.copies     # bytes of a word that is the same in all lanes
        self.function = Function(f"chaincore_first_words_{self.name}", "lanes.py")
        self.emit = self.function.emit
        self.round_constants = self.function.constant("round_constants", self.replicated(ROUND_CONSTANTS))
        self.initial_state = self.function.constant("initial_state", self.replicated(INITIAL_STATE))
        self.is_in_loop = False
        self.frame = 0
        self.message = [self.room_for(MESSAGE) for _ in range(self.streams)]

    # What instruction sets differ in.

    @abstractmethod
    def same(self, address: str) -> str:
        """A word that is the same in all lanes, as an operand."""

    @abstractmethod
    def load_same(self, register: str, address: str) -> str: ...

    @abstractmethod
    def sigma(self, x: str, bits: tuple[int, int, int], is_small: bool, free: list[str]) -> Code:
        """Into the first of the free registers, of which x may be the last."""

    @abstractmethod
    def load_states(self, stream: int, done: int, load: Callable[[str, int], str]) -> None:
        """load: the instruction that brings a word of the state, 0 for a, into a register."""

    @abstractmethod
    def round(self, stream: int, t: int, addends: Input) -> None: ...

    @abstractmethod
    def state_word(self, stream: int, i: int) -> tuple[Code, str]:
        """Its register after all rounds, and how it gets there."""

    def prepare(self) -> None:
        """Once a call, before the first pass."""

    # The same for all.

    def replicated(self, words: list[int]) -> list[int]:
        return [word for word in words for _ in range(self.copies)]

    def room_for(self, rows: int) -> int:
        """On the stack, in bytes from rsp."""
        self.frame += rows * self.row
        return self.frame - rows * self.row

    def text(self) -> str:
        batch = self.lanes * self.streams
        self.function.open_frame(self.frame)
        self.prepare()
        self.function.begin_loop("pass")
        self._hash_last_block()
        self._hash_digests()
        self.emit(f"add {MIDSTATES}, {32 * batch}", f"add {STARTED}, {32 * batch}", f"add {FIRST_WORDS}, {4 * batch}",
                  f"sub {COUNT}, {batch}", "jnz .Lpass")
        self.function.close_frame()
        return self.function.text()

    def _nonces(self, base: str, stream: int, i: int) -> str:
        """A word of the states of a stream's nonces."""
        return f"[{base} + {self.row * (8 * stream + i)}]"

    def _message_word(self, stream: int, t: int) -> str:
        if not self.is_in_loop:
            return f"[rsp + {self.message[stream] + self.row * (t % MESSAGE)}]"
        half = THIS_HALF if t % MESSAGE < PERIOD else OTHER_HALF
        return f"[{half} + {self.message[stream] + self.row * (t % PERIOD)}]"

    def _loop(self, name: str, begin: int, end: int, table: str, make_input: Callable[[int, int], Input]) -> None:
        """Rounds from `begin` on, which need not be the first of a period. table: a word for each round, from 0 on."""
        period = begin - begin % PERIOD
        self.emit(f"lea {INPUT}, [{table} + {self.word * period}]",
                  f"lea {INPUT_END}, [{INPUT} + {self.word * (end - period)}]")
        if begin != period:
            self.emit(f"jmp .L{name}_{begin - period}")
        self.function.begin_loop(name)
        for i in range(PERIOD):
            if period + i == begin != period:
                self.function.label(f"{name}_{i}")
            for stream in range(self.streams):
                self.round(stream, i, make_input(stream, i))
        if self.is_in_loop:
            self.emit(f"xchg {THIS_HALF}, {OTHER_HALF}")
        self.emit(f"add {INPUT}, {self.word * PERIOD}", f"cmp {INPUT}, {INPUT_END}", f"jne .L{name}")

    def _hash_last_block(self) -> None:
        for stream in range(self.streams):
            self.load_states(stream, ROUNDS_BEHIND, lambda register, i, s=stream:
                             f"{self.move_unaligned} {register}, {self._nonces(STARTED, s, i)}")
        self._loop("last_block", ROUNDS_BEHIND, ROUNDS, SCHEDULE, lambda _, i: ([], [self._table_word(i)]))
        for stream in range(self.streams):
            for i in range(8):
                code, register = self.state_word(stream, i)
                self.emit(*code, f"vpaddd {register}, {register}, {self._nonces(MIDSTATES, stream, i)}",
                          f"{self.move} {self._message_word(stream, i)}, {register}")

    def _table_word(self, i: int) -> str:
        return self.same(f"[{INPUT} + {self.word * i}]")

    def _hash_digests(self) -> None:
        for stream in range(self.streams):
            self._pad_message(stream)
            self.load_states(stream, 0, lambda register, i:
                             self.load_same(register, f"[{self.initial_state} + {self.word * i}]"))
        self.emit(f"mov {THIS_HALF}, rsp", f"lea {OTHER_HALF}, [rsp + {PERIOD * self.row}]")
        self.is_in_loop = True
        self._loop("message", 0, MESSAGE, self.round_constants,
                   lambda stream, i: ([], [self._message_word(stream, i), self._table_word(i)]))
        self._loop("digest", MESSAGE, ROUNDS, self.round_constants, self._next_word)
        self.is_in_loop = False
        for stream in range(self.streams):
            code, a = self.state_word(stream, 0)
            self.emit(*code, f"vpaddd {a}, {a}, {self.same(f'[{self.initial_state}]')}",
                      f"{self.move_unaligned} [{FIRST_WORDS} + {self.row * stream}], {a}")

    def _pad_message(self, stream: int) -> None:
        register = self.temporaries[0]
        for t, word in PADDING.items():
            self.emit(self.load_same(register, f"[{self._constant(word)}]"),
                      f"{self.move} {self._message_word(stream, t)}, {register}")

    def _constant(self, value: int) -> str:
        """The address of a word."""
        return self.function.constant(f"word_{value:08x}", self.replicated([value]))

    def _small_sigma(self, stream: int, t: int, bits: tuple[int, int, int], free: list[str]) -> Code:
        return [f"{self.move} {free[-1]}, {self._message_word(stream, t)}",
                *self.sigma(free[-1], bits, True, free)]

    def _next_word(self, stream: int, i: int) -> Input:
        """W[t], in the place of W[t-16]."""
        word, *free = self.temporaries
        return [*self._small_sigma(stream, i - 15, SMALL_SIGMA0, [word, *free]),
                f"vpaddd {word}, {word}, {self._message_word(stream, i - 16)}",
                f"vpaddd {word}, {word}, {self._message_word(stream, i - 7)}",
                *self._small_sigma(stream, i - 2, SMALL_SIGMA1, free),
                f"vpaddd {word}, {word}, {free[0]}",
                f"{self.move} {self._message_word(stream, i)}, {word}"], [word, self._table_word(i)]


class Avx512(LaneKernel):
    """Rotations, and functions of three words, are one operation each. Three streams: an operation takes two cycles on
    Zen 5, where four can start in each, so that fewer would wait for themselves (52 cycles a try with two, 45 with
    three)."""
    name, lanes, streams, copies = "avx512", 16, 3, 1
    move, move_unaligned = "vmovdqa32", "vmovdqu32"
    temporaries = [f"zmm{i}" for i in range(24, 32)]
    XOR, CHOOSE, MAJORITY = 0x96, 0xca, 0xe8  # the truth tables of vpternlogd

    def _letters(self, stream: int, done: int) -> list[str]:
        """Where a to h are after so many rounds: each makes the new a in h's place and the new e in d's."""
        return [f"zmm{8 * stream + (i - done) % 8}" for i in range(8)]

    def same(self, address: str) -> str:
        return f"dword ptr {address}{{1to16}}"

    def load_same(self, register: str, address: str) -> str:
        return f"vpbroadcastd {register}, dword ptr {address}"

    def sigma(self, x: str, bits: tuple[int, int, int], is_small: bool, free: list[str]) -> Code:
        last = "vpsrld" if is_small else "vprord"
        return [f"vprord {free[0]}, {x}, {bits[0]}", f"vprord {free[1]}, {x}, {bits[1]}",
                f"{last} {free[2]}, {x}, {bits[2]}", f"vpternlogd {free[0]}, {free[1]}, {free[2]}, {self.XOR}"]

    def load_states(self, stream: int, done: int, load: Callable[[str, int], str]) -> None:
        self.emit(*[load(register, i) for i, register in enumerate(self._letters(stream, done))])

    def state_word(self, stream: int, i: int) -> tuple[Code, str]:
        return [], self._letters(stream, ROUNDS)[i]

    def round(self, stream: int, t: int, addends: Input) -> None:
        a, b, c, d, e, f, g, h = self._letters(stream, t)
        code, operands = addends
        logic, *free = self.temporaries
        self.emit(*code, *[f"vpaddd {h}, {h}, {operand}" for operand in operands],
                  *self.sigma(e, BIG_SIGMA1, False, free),
                  f"{self.move} {logic}, {e}", f"vpternlogd {logic}, {f}, {g}, {self.CHOOSE}",
                  f"vpaddd {h}, {h}, {logic}",
                  f"vpaddd {h}, {h}, {free[0]}",
                  f"vpaddd {d}, {d}, {h}",
                  *self.sigma(a, BIG_SIGMA0, False, free),
                  f"{self.move} {logic}, {c}", f"vpternlogd {logic}, {b}, {a}, {self.MAJORITY}",
                  f"vpaddd {logic}, {logic}, {free[0]}",
                  f"vpaddd {h}, {h}, {logic}")


class Avx2(LaneKernel):
    """Two streams, for the sake of CPUs where an operation takes two cycles. Registers for both: a, b, e and f. What
    was a or e two and three rounds ago is read from memory, where every new a and e goes. Words that are the same in
    all lanes lie there eight times, since an addition reads whole rows only: the schedule of the fifth block is copied
    so once a call."""
    name, lanes, streams, copies = "avx2", 8, 2, 8
    move, move_unaligned = "vmovdqa", "vmovdqu"
    temporaries = [f"ymm{i}" for i in range(12, 16)]
    KEPT = 4  # of the latest a and e

    def __init__(self) -> None:
        super().__init__()
        self._copied_schedule = self.room_for(ROUNDS)
        self._kept_a = [self.room_for(self.KEPT) for _ in range(self.streams)]
        self._kept_e = [self.room_for(self.KEPT) for _ in range(self.streams)]

    def _a(self, stream: int, done: int) -> str:
        """a after so many rounds; it stays there for one more, as b."""
        return f"ymm{6 * stream + done % 2}"

    def _e(self, stream: int, done: int) -> str:
        return f"ymm{6 * stream + 2 + done % 2}"

    def _a_xor_b(self, stream: int, done: int) -> str:
        return f"ymm{6 * stream + 4 + done % 2}"

    def _old(self, kept: list[int], stream: int, done: int) -> str:
        return f"[rsp + {kept[stream] + self.row * (done % self.KEPT)}]"

    def same(self, address: str) -> str:
        return f"ymmword ptr {address}"

    def load_same(self, register: str, address: str) -> str:
        return f"vmovdqa {register}, {self.same(address)}"

    def prepare(self) -> None:
        register = self.temporaries[0]
        for t in range(ROUNDS):
            self.emit(f"vpbroadcastd {register}, dword ptr [{SCHEDULE} + {4 * t}]",
                      f"vmovdqa [rsp + {self._copied_schedule + self.row * t}], {register}")
        self.emit(f"lea {SCHEDULE}, [rsp + {self._copied_schedule}]")

    def sigma(self, x: str, bits: tuple[int, int, int], is_small: bool, free: list[str]) -> Code:
        """The halves of a rotation have no bit in common, so that exclusive or joins all of it, in any order."""
        shifts = [shift for n in bits[:2 if is_small else 3] for shift in (("vpsrld", n), ("vpslld", 32 - n))]
        if is_small:
            shifts.append(("vpsrld", bits[2]))
        (first, n), *others = shifts
        code = [f"{first} {free[0]}, {x}, {n}"]
        for shift, n in others:
            code += [f"{shift} {free[1]}, {x}, {n}", f"vpxor {free[0]}, {free[0]}, {free[1]}"]
        return code

    def load_states(self, stream: int, done: int, load: Callable[[str, int], str]) -> None:
        a, b = self._a(stream, done), self._a(stream, done - 1)
        e, f = self._e(stream, done), self._e(stream, done - 1)
        register = self.temporaries[0]
        self.emit(load(a, 0), load(b, 1), load(e, 4), load(f, 5))
        for kept, letter, i in ((self._kept_a, a, 0), (self._kept_e, e, 4)):
            other = b if i == 0 else f
            self.emit(f"vmovdqa {self._old(kept, stream, done)}, {letter}",
                      f"vmovdqa {self._old(kept, stream, done - 1)}, {other}")
            for back in (2, 3):
                self.emit(load(register, i + back), f"vmovdqa {self._old(kept, stream, done - back)}, {register}")
        self.emit(f"vpxor {self._a_xor_b(stream, done - 1)}, {b}, {self._old(self._kept_a, stream, done - 2)}")

    def state_word(self, stream: int, i: int) -> tuple[Code, str]:
        kept, back = (self._kept_a, i) if i < 4 else (self._kept_e, i - 4)
        register = self.temporaries[i % len(self.temporaries)]
        return [f"vmovdqa {register}, {self._old(kept, stream, ROUNDS - back)}"], register

    def round(self, stream: int, t: int, addends: Input) -> None:
        a, b, e, f = self._a(stream, t), self._a(stream, t - 1), self._e(stream, t), self._e(stream, t - 1)
        d, g, h = (self._old(self._kept_a, stream, t - 3), self._old(self._kept_e, stream, t - 2),
                   self._old(self._kept_e, stream, t - 3))
        # The majority of a, b and c is b where a and b agree, and c elsewhere. The next round's b and c are this one's
        # a and b, so each exclusive or serves twice.
        now, before = self._a_xor_b(stream, t), self._a_xor_b(stream, t - 1)
        code, (first, *others) = addends
        word, total, *free = self.temporaries
        begin = [f"vpaddd {total}, {word}, {h}"] if first == word else [
            f"vmovdqa {total}, {h}", f"vpaddd {total}, {total}, {first}"]
        self.emit(*code, *begin, *[f"vpaddd {total}, {total}, {operand}" for operand in others],
                  f"vpxor {free[0]}, {f}, {g}", f"vpand {free[0]}, {free[0]}, {e}", f"vpxor {free[0]}, {free[0]}, {g}",
                  f"vpaddd {total}, {total}, {free[0]}",
                  *self.sigma(e, BIG_SIGMA1, False, free),
                  f"vpaddd {total}, {total}, {free[0]}",
                  f"vpaddd {f}, {total}, {d}",
                  f"vmovdqa {self._old(self._kept_e, stream, t + 1)}, {f}",
                  f"vpxor {now}, {a}, {b}", f"vpand {before}, {before}, {now}", f"vpxor {before}, {before}, {b}",
                  f"vpaddd {total}, {total}, {before}",
                  *self.sigma(a, BIG_SIGMA0, False, free),
                  f"vpaddd {b}, {total}, {free[0]}",
                  f"vmovdqa {self._old(self._kept_a, stream, t + 1)}, {b}")


def main() -> None:
    kernels = {kernel.name: kernel for kernel in (Avx2, Avx512)}
    print(kernels[sys.argv[1]]().text(), end="")


if __name__ == "__main__":
    main()
