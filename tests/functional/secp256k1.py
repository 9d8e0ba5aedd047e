# SPDX-License-Identifier: MIT
"""ECDSA over secp256k1 with whole numbers alone: a second hand that signs. Slow, and never for keys that matter."""
import hashlib
import hmac

FIELD = 2**256 - 2**32 - 977
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141

Point = tuple[int, int]

GENERATOR: Point = (0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
                    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8)


def add(left: Point, right: Point) -> Point:
    """The sum of two points; that of a point and its opposite is never asked for here."""
    (x1, y1), (x2, y2) = left, right
    if left == right:
        slope = 3 * x1 * x1 * pow(2 * y1, -1, FIELD)
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, FIELD)
    x = (slope * slope - x1 - x2) % FIELD
    return x, (slope * (x1 - x) - y1) % FIELD


def doublings_of(point: Point) -> list[Point]:
    doublings = [point]
    while len(doublings) < 256:
        doublings.append(add(doublings[-1], doublings[-1]))
    return doublings


GENERATOR_DOUBLINGS = doublings_of(GENERATOR)


def multiply_generator(factor: int) -> Point:
    """The generator so many times, 1 to ORDER - 1."""
    chosen = [point for bit, point in enumerate(GENERATOR_DOUBLINGS) if factor >> bit & 1]
    total = chosen[0]
    for point in chosen[1:]:
        total = add(total, point)
    return total


def public_key(secret: int) -> bytes:
    """In the uncompressed form."""
    x, y = multiply_generator(secret)
    return b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")


def sign(secret: int, digest: bytes) -> tuple[int, int]:
    """r and s; s comes as it falls, high or low. The same input gives the same signature."""
    nonce = int.from_bytes(hmac.digest(secret.to_bytes(32, "big"), digest, hashlib.sha256), "big") % ORDER
    r = multiply_generator(nonce)[0] % ORDER
    return r, pow(nonce, -1, ORDER) * (int.from_bytes(digest, "big") + r * secret) % ORDER


def der(r: int, s: int) -> bytes:
    """Strict DER: a sequence of two integers in the shortest form."""
    body = b"".join(b"\x02" + bytes([len(raw)]) + raw
                    for raw in (value.to_bytes(value.bit_length() // 8 + 1, "big") for value in (r, s)))
    return b"\x30" + bytes([len(body)]) + body
