# SPDX-License-Identifier: MIT
"""A function in GNU assembly (Intel syntax, the calling convention of System V), with the constants that it reads."""
from collections.abc import Iterable

# The arguments of every kernel, in order (search_kernel.hpp).
MIDSTATES, STARTED, SCHEDULE, COUNT, FIRST_WORDS = "rdi", "rsi", "rdx", "ecx", "r8"

# As debuggers number them (System V ABI, figure 3.36).
_RBP, _RSP = 6, 7

_HEAD = """\
# Written by {generator}: change that, not this.
    .intel_syntax noprefix
    .text
    .globl {name}
    .type {name}, @function
    .balign 64
{name}:
    .cfi_startproc
"""

_TAIL = """\
    .cfi_endproc
    .size {name}, . - {name}

    .section .rodata
    .balign 64
{constants}
    .section .note.GNU-stack,"",@progbits
"""


class Function:
    def __init__(self, name: str, generator: str):
        self._name = name
        self._generator = generator
        self._lines: list[str] = []
        self._constants: dict[str, list[int]] = {}

    def emit(self, *instructions: str) -> None:
        self._lines += [f"    {instruction}" for instruction in instructions]

    def label(self, name: str) -> None:
        self._lines.append(f".L{name}:")

    def begin_loop(self, name: str) -> None:
        """On a line of the caches: decoded instructions are kept by such lines."""
        self._lines.append("    .balign 64")
        self.label(name)

    def constant(self, name: str, words: Iterable[int]) -> str:
        """The address of read-only data: these words of 32 bits."""
        words = list(words)
        if self._constants.setdefault(name, words) != words:
            raise ValueError(f"two constants are called {name}")
        return f"rip + .L{name}"

    def open_frame(self, size: int) -> None:
        """Room on the stack, from rsp on, on a boundary of 64 bytes."""
        self.emit("push rbp", ".cfi_def_cfa_offset 16", f".cfi_offset {_RBP}, -16",
                  "mov rbp, rsp", f".cfi_def_cfa_register {_RBP}", f"sub rsp, {size}", "and rsp, -64")

    def close_frame(self) -> None:
        # Code that follows would pay for wide registers that are not clean.
        self.emit("vzeroupper", "mov rsp, rbp", "pop rbp", f".cfi_def_cfa {_RSP}, 8", "ret")

    def text(self) -> str:
        constants = "".join(f".L{name}:\n{_data(words)}" for name, words in self._constants.items())
        return (_HEAD.format(generator=self._generator, name=self._name) + "\n".join(self._lines) + "\n"
                + _TAIL.format(name=self._name, constants=constants))


def _data(words: list[int]) -> str:
    rows = (words[i:i + 8] for i in range(0, len(words), 8))
    return "".join("    .long " + ", ".join(f"{word:#010x}" for word in row) + "\n" for row in rows)
