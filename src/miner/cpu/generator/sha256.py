# SPDX-License-Identifier: MIT
"""SHA-256 (FIPS 180-4) as numbers: what the generators of search kernels know before a nonce is there."""

WORD = 0xffffffff


def _primes(count: int) -> list[int]:
    primes: list[int] = []
    candidate = 2
    while len(primes) < count:
        if all(candidate % prime for prime in primes):
            primes.append(candidate)
        candidate += 1
    return primes


def _integer_root(value: int, degree: int) -> int:
    """The largest r with r ** degree <= value."""
    low, high = 0, 1 << (value.bit_length() // degree + 1)
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (middle, high) if middle ** degree <= value else (low, middle)
    return low


# 4.2.2: 32 bits of the fractions of the cube roots of the first 64 primes.
ROUND_CONSTANTS = [_integer_root(prime << 96, 3) & WORD for prime in _primes(64)]
# 5.3.3: of the square roots of the first eight.
INITIAL_STATE = [_integer_root(prime << 64, 2) & WORD for prime in _primes(8)]

# The second hash's only message: eight words of digest, then the bit 1, zeros, and the length of 256 bits (5.1.1).
PADDING = {8: 0x80000000, **{i: 0 for i in range(9, 15)}, 15: 256}

