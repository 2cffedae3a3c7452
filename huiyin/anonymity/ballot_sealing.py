"""How a ballot is sealed on the voter's device and opened by k of n tellers; nowhere is there one key for all ballots.

Each ballot has a content key of its own, split on the device (Shamir) and each share locked to one teller's public key.
So no key that opens the box is ever whole before k tellers come together, and no dealer ever held it. Layout of a sealed
ballot, all lengths fixed by the question: version 1 · ephemeral key 65 · n locked shares of 48 · commitment 32 · locked
content of `size` + 16 bytes, bound to all before it. P-256, HKDF-SHA-256 and AES-256-GCM: what every browser's own WebCrypto has.
"""

import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from huiyin.anonymity.blind_signatures import Unfit

VERSION = b"\x01"
POINT, SHARE, COMMITMENT, TAG = 65, 48, 32, 16
PRIME = 2**255 - 19
# Every key locks one thing once, so the nonce may stand still.
_NONCE = bytes(12)


@dataclass(frozen=True)
class Box:
    """What a ballot is sealed for: whose it is, which question it answers, the tellers in order, how many open it."""

    uid: UUID
    form: bytes
    tellers: tuple[bytes, ...]
    needed: int
    size: int

    @property
    def length(self) -> int:
        """Every sealed ballot of this box has exactly this many bytes, whatever it says."""
        return len(VERSION) + POINT + SHARE * len(self.tellers) + COMMITMENT + self.size + TAG


def new_teller_key() -> tuple[bytes, bytes]:
    """A teller's private key (32 bytes, kept by the teller alone) and its public point (65 bytes)."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_numbers().private_value.to_bytes(32, "big"), _point(key.public_key())


def public_of(private: bytes) -> bytes:
    """The public point of a teller's private key; a key that is none is refused."""
    return _point(_private(private).public_key())


def checked_public(point: bytes) -> bytes:
    """A public point as a teller's device sent it; anything that is not on the curve is refused."""
    _public(point)
    return point


def seal(box: Box, content: bytes) -> bytes:
    """The voter's half: pad, lock, split and lock the shares. Browsers do the same (frontend/src/ballot/sealing.ts)."""
    if len(content) + 4 > box.size:
        raise Unfit("选票内容超过了规定的长度。")
    padded = (len(content).to_bytes(4, "big") + content).ljust(box.size, b"\0")
    secret = secrets.randbelow(PRIME)
    ephemeral = ec.generate_private_key(ec.SECP256R1())
    point = _point(ephemeral.public_key())
    shares = b"".join(
        AESGCM(_share_key(box, ephemeral.exchange(ec.ECDH(), _public(teller)), n, point)).encrypt(_NONCE, share, None)
        for n, (teller, share) in enumerate(zip(box.tellers, _split(secret, box), strict=True), 1)
    )
    head = VERSION + point + shares + _commitment(secret)
    return head + AESGCM(_content_key(box, secret)).encrypt(_NONCE, padded, _bound(box, head))


def checked(box: Box, sealed: bytes) -> bytes:
    """What can be seen of a sealed ballot without opening it: its length, its version, a point on the curve."""
    if len(sealed) != box.length:
        raise Unfit(f"密封的选票应为 {box.length} 字节，收到 {len(sealed)} 字节，可能没有传完整。请重新提交。")
    if sealed[:1] != VERSION:
        raise Unfit("密封的选票不是本系统的格式，请刷新页面重新填写。")
    _public(sealed[1 : 1 + POINT])
    return sealed


def open_one(box: Box, sealed: bytes, keys: dict[int, bytes]) -> bytes | None:
    """What a ballot says, by `needed` tellers' private keys under their numbers (from 1); None when it says nothing."""
    point = sealed[1 : 1 + POINT]
    start = 1 + POINT
    shares = {}
    for n in sorted(keys)[: box.needed]:
        locked = sealed[start + SHARE * (n - 1) : start + SHARE * n]
        shared = _private(keys[n]).exchange(ec.ECDH(), _public(point))
        try:
            shares[n] = int.from_bytes(AESGCM(_share_key(box, shared, n, point)).decrypt(_NONCE, locked, None), "big")
        except InvalidTag:
            return None
    secret = _joined(shares)
    rest = sealed[start + SHARE * len(box.tellers) :]
    if rest[:COMMITMENT] != _commitment(secret):
        return None
    head = sealed[: len(sealed) - len(rest) + COMMITMENT]
    try:
        padded = AESGCM(_content_key(box, secret)).decrypt(_NONCE, rest[COMMITMENT:], _bound(box, head))
    except InvalidTag:
        return None
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")]


def padded_size(longest: int) -> int:
    """The padded size that holds the longest content, in steps of 64 bytes."""
    return -(-(longest + 4) // 64) * 64


def _split(secret: int, box: Box) -> list[bytes]:
    """Shamir's shares at 1…n of a polynomial of degree needed - 1 whose value at 0 is the secret."""
    curve = [secret, *(secrets.randbelow(PRIME) for _ in range(box.needed - 1))]
    return [
        (sum(part * pow(at, power, PRIME) for power, part in enumerate(curve)) % PRIME).to_bytes(32, "big")
        for at in range(1, len(box.tellers) + 1)
    ]


def _joined(shares: dict[int, int]) -> int:
    """The value at 0 of the polynomial through these shares (Lagrange)."""
    total = 0
    for at, share in shares.items():
        weight = 1
        for other in shares:
            if other != at:
                weight = weight * other * pow(other - at, -1, PRIME) % PRIME
        total = (total + share * weight) % PRIME
    return total


def _share_key(box: Box, shared: bytes, number: int, point: bytes) -> bytes:
    return _derived(shared, box, b"huiyin-share-1" + bytes([number]) + point)


def _content_key(box: Box, secret: int) -> bytes:
    return _derived(secret.to_bytes(32, "big"), box, b"huiyin-ballot-1")


def _derived(material: bytes, box: Box, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=box.uid.bytes, info=purpose).derive(material)


def _commitment(secret: int) -> bytes:
    """Ties a sealed ballot to one content key: no two sets of tellers can read two different ballots out of it."""
    return hashlib.sha256(b"huiyin-commitment-1" + secret.to_bytes(32, "big")).digest()


def _bound(box: Box, head: bytes) -> bytes:
    """What the content stands and falls with, all before it included.

    A copy of somebody's ballot, changed in a share that happens not to be used, has another digest: bound to its head
    it says nothing, and no count moves by two.
    """
    return VERSION + box.uid.bytes + box.form + head


def _private(value: bytes) -> ec.EllipticCurvePrivateKey:
    try:
        return ec.derive_private_key(int.from_bytes(value, "big"), ec.SECP256R1())
    except ValueError as fault:
        raise Unfit("这不是监票密钥，请核对后重新输入。") from fault


def _public(point: bytes) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as fault:
        raise Unfit("公钥无效，可能没有传完整。") from fault


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
