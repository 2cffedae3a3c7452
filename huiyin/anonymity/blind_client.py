"""The voter's half of RFC 9474, for tests and the command line; people's browsers do this themselves. Not constant time."""

import hashlib
import math
import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from huiyin.anonymity.blind_signatures import PREFIX, SALT, Unfit, verify

_HASH = 48


@dataclass(frozen=True)
class Blinded:
    """What goes to the server, and what stays with the voter to take the blinding off again."""

    message: bytes
    inverse: int


def prepare(message: bytes) -> bytes:
    """The message behind fresh random bytes (PrepareRandomize)."""
    return secrets.token_bytes(PREFIX) + message


def blind(public: bytes, prepared: bytes) -> Blinded:
    """Blind a prepared message (RFC 9474 §4.2)."""
    n = _numbers(public).n
    while True:
        r = 1 + secrets.randbelow(n - 1)
        if math.gcd(r, n) == 1:
            return blind_with(public, prepared, salt=secrets.token_bytes(SALT), inverse=pow(r, -1, n))


def blind_with(public: bytes, prepared: bytes, *, salt: bytes, inverse: int) -> Blinded:
    """Blind with given randomness; a device that makes both from its recovery code sends the identical request again."""
    numbers = _numbers(public)
    n, length = numbers.n, _length(numbers.n)
    m = int.from_bytes(_encode(prepared, n.bit_length() - 1, salt), "big")
    if math.gcd(m, n) != 1:
        raise Unfit("这段内容不能盲化，请重新生成。")
    x = pow(pow(inverse, -1, n), numbers.e, n)
    return Blinded((m * x % n).to_bytes(length, "big"), inverse)


def finalise(public: bytes, prepared: bytes, blind_signature: bytes, inverse: int) -> bytes:
    """Take the blinding off and make sure that the server signed what was asked (RFC 9474 §4.4)."""
    n = _numbers(public).n
    length = _length(n)
    if len(blind_signature) != length:
        raise Unfit(f"服务器返回的签名应为 {length} 字节，收到 {len(blind_signature)} 字节。")
    signature = (int.from_bytes(blind_signature, "big") * inverse % n).to_bytes(length, "big")
    if not verify(public, prepared, signature):
        raise Unfit("服务器返回的签名与公布的公钥不符，不要使用，请联系组织单位。")
    return signature


def _numbers(public: bytes) -> rsa.RSAPublicNumbers:
    key = serialization.load_der_public_key(public)
    if not isinstance(key, rsa.RSAPublicKey):
        raise Unfit("公布的公钥不是 RSA 公钥。")
    return key.public_numbers()


def _length(n: int) -> int:
    return (n.bit_length() + 7) // 8


def _encode(message: bytes, bits: int, salt: bytes) -> bytes:
    """EMSA-PSS-ENCODE with SHA-384 (RFC 8017 §9.1.1)."""
    length = (bits + 7) // 8
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = bytes(length - len(salt) - _HASH - 2) + b"\x01" + salt
    masked = bytes(a ^ b for a, b in zip(block, _mask(digest, len(block)), strict=True))
    first = masked[0] & (0xFF >> (8 * length - bits))
    return bytes([first]) + masked[1:] + digest + b"\xbc"


def _mask(seed: bytes, length: int) -> bytes:
    """MGF1 with SHA-384."""
    parts = (hashlib.sha384(seed + n.to_bytes(4, "big")).digest() for n in range(-(-length // _HASH)))
    return b"".join(parts)[:length]
