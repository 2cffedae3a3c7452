"""投票的各项速率: signing and verifying beside the libraries, one request beside bare SQL, the count, the audit chain."""

import ctypes
import secrets
from collections.abc import Sequence
from uuid import UUID

from cryptography.hazmat.backends.openssl import backend
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bench import voting
from bench.data.books import NOW
from bench.data.rows import Draw, fill
from bench.measuring import compare
from bench.results import Found
from bench.rivals import ballots as by_hand
from bench.voting import QUESTION, Held, Slip
from huiyin.anonymity import blind_signatures, keys
from huiyin.anonymity.blind_signatures import Signer
from huiyin.anonymity.models import OpenedAnswer
from huiyin.ballots import counting, form
from huiyin.ballots.form import ABSTAIN, BLANK, NO, YES
from huiyin.core import audit

AIM, RATE_AIM = 2.0, 1 / 0.8  # the issue's “≥ 0.8× the rate”, as a ratio of times
EACH = 30  # signatures in one question
SEED = 5


def libraries() -> str:
    """Which libcrypto the product uses, and which `cryptography` brings along."""
    return f"libcrypto：产品用本机的 {_libcrypto()}，cryptography 自带 {backend.openssl_version_text()}"


def _libcrypto() -> str:
    """The version of the machine's own libcrypto, as the product loads it."""
    told = blind_signatures._libcrypto().OpenSSL_version
    told.restype, told.argtypes = ctypes.c_char_p, [ctypes.c_int]
    return bytes(told(0)).decode()


def cryptography(found: Found, held: Held, slips: Sequence[Slip]) -> None:
    """Signing and verifying alone, beside the libraries they stand on."""
    uid, requests = held.ballot.uid, [slip.blinded for slip in slips[:EACH]]
    signer = Signer((keys.folder() / f"{uid.hex}.der").read_bytes())
    other = rsa.generate_private_key(65537, blind_signatures.BITS)
    found.lines += [
        compare(
            f"盲签 {EACH} 张（含回验）÷ 同一 libcrypto 的私钥运算", lambda: [keys.blind_sign(uid, one) for one in requests],
            lambda: [by_hand.sign_raw(signer, one) for one in requests], aim=RATE_AIM,
        ),
        compare(
            f"盲签 {EACH} 张 ÷ cryptography 的 RSA-PSS 签名", lambda: len([keys.blind_sign(uid, one) for one in requests]),
            lambda: len([other.sign(one, by_hand.PSS, hashes.SHA384()) for one in requests]), aim=None,
            note="cryptography 自带的 libcrypto 与系统的不是同一个，只作参照",
        ),
    ]  # fmt: skip
    public, signed = _signed(other)
    key = _public(public)

    def verified() -> int:
        for message, signature in signed:
            key.verify(signature, message, by_hand.PSS, hashes.SHA384())
        return len(signed)

    found.lines.append(
        compare(
            f"核验 {len(signed)} 张 ÷ cryptography", lambda: sum(blind_signatures.verify(public, *one) for one in signed),
            verified, aim=RATE_AIM,
        )
    )  # fmt: skip


def _signed(key: rsa.RSAPrivateKey) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    messages = [secrets.token_bytes(blind_signatures.PREFIX + 35) for _each in range(10 * EACH)]
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return public, [(one, key.sign(one, by_hand.PSS, hashes.SHA384())) for one in messages]


def _public(der: bytes) -> rsa.RSAPublicKey:
    key = serialization.load_der_public_key(der)
    assert isinstance(key, rsa.RSAPublicKey)
    return key


def single(found: Found, held: Held, slips: list[Slip]) -> None:
    """One request at a time, beside the bare operations in one transaction; each voter is asked once."""
    roll, uid, kept = held.ballot.roll_id, held.ballot.uid, {slip.person: slip for slip in slips}
    signer = Signer((keys.folder() / f"{uid.hex}.der").read_bytes())
    rest, drawn = iter(slips), {}

    def take() -> Slip:
        return next(rest)

    def product() -> object:
        slip = take()
        drawn[slip.person] = voting.draw(held, slip)
        return len(drawn[slip.person])

    def rival() -> object:
        slip = take()
        drawn[slip.person] = by_hand.draw(signer, roll, slip.person, slip.blinded)
        return len(drawn[slip.person])

    found.lines.append(compare("领取一张凭证 draw", product, rival, aim=AIM))
    ready = iter(voting.votes(held, [(kept[person], signature) for person, signature in drawn.items()]))

    def by_rows() -> object:
        vote = next(ready)
        return len(by_hand.cast(uid, vote.prepared, vote.signature, vote.sealed))

    found.lines.append(compare("投一张票 cast", lambda: len(voting.cast(held, next(ready))), by_rows, aim=AIM))


def tally(found: Found, count: int) -> None:
    """Opened answers of a box of their own, counted from the store as after every opening."""
    uid, draw = UUID(bytes=secrets.token_bytes(16)), Draw(SEED, "ballots")
    rows = ((draw.uid(), part, text) for _each in range(count) for part, text in _drawn(draw))
    fill(OpenedAnswer, "uid question answer", rows, key=uid)
    found.lines.append(
        compare(
            f"计票 {count:,} 张 count", lambda: counting.count(QUESTION, voting.opened(uid)).to_data(),
            lambda: by_hand.tally(uid, len(QUESTION.subjects)), aim=AIM,
        )
    )  # fmt: skip


def _drawn(draw: Draw) -> list[tuple[int, str]]:
    """Any ballot a voter may give, as it is parted: some stand, some do not, some write a name in, some leave rows blank."""
    chosen = draw.random.choices((YES, NO, ABSTAIN, BLANK), (70, 15, 10, 5), k=len(QUESTION.subjects))
    others = [draw.random.choice((*QUESTION.subjects[:1], "赵六", "钱七"))] if draw.chance(0.05) else []
    texts = form.read([QUESTION], form.content([chosen], [others]))
    assert texts is not None
    return [(part, text) for part, text in enumerate(texts) if text]


def chain(found: Found) -> None:
    """The audit chain with everything that was done here, beside hashing alone and beside reading by hand."""
    audit.seal_all(now=NOW)
    blocks = list(by_hand.chain())
    lines = by_hand.sound(blocks)[1]

    def product() -> object:
        verdict = audit.verify()
        return verdict.blocks, verdict.lines, not verdict.faults

    found.lines += [
        compare(
            f"核验审计链 {lines:,} 条 verify ÷ 只算摘要（hashlib，字节已在内存）", product, lambda: by_hand.sound(blocks),
            aim=RATE_AIM,
        ),
        compare(
            f"核验审计链 {lines:,} 条 verify ÷ 手写读库、拼字节、算摘要", product, lambda: by_hand.sound(by_hand.chain()), aim=AIM
        ),
    ]  # fmt: skip
