# SPDX-License-Identifier: MIT
"""Somebody with a key: an address that can be paid, and signatures over what it spends (docs/protocol.md)."""
import hashlib

import secp256k1

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def base58(data: bytes) -> str:
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = BASE58[rest] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def address_of(public_key: bytes) -> str:
    payload = b"\0" + hashlib.new("ripemd160", hashlib.sha256(public_key).digest()).digest()
    checksum = hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    return base58(payload + checksum)


class Signer:
    """The same name is always the same key."""

    def __init__(self, name: str) -> None:
        self._secret = int.from_bytes(hashlib.sha256(name.encode()).digest(), "big") % secp256k1.ORDER
        self.public_key = secp256k1.public_key(self._secret)
        self.address = address_of(self.public_key)

    def sign(self, message: str, half: str = "") -> dict[str, str]:
        """What an input calls `signature`. With a half, "low" or "high", S lies in it; else where it falls."""
        message_hash = hashlib.sha256(message.encode()).digest()
        r, s = secp256k1.sign(self._secret, hashlib.sha256(message_hash).digest())
        is_high = s > secp256k1.ORDER // 2
        if half and is_high != (half == "high"):
            s = secp256k1.ORDER - s
        return {"signature": secp256k1.der(r, s).hex(), "public_key": self.public_key.hex(),
                "message_hash": message_hash.hex()}
