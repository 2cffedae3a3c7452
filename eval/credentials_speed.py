"""Measures how fast one-time credentials are signed and verified, beside libcrypto's own signing and `cryptography`.

Run from the top folder: `python -m eval.credentials_speed`. Processor time, both sides by turns in one process; 1 when the
better half of the rounds falls below 0.8 of the other side.
"""

import ctypes
import secrets
import sys
import time
from collections.abc import Callable
from statistics import median

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from huiyin.anonymity.blind_client import blind, finalise, prepare
from huiyin.anonymity.blind_signatures import SALT, Signer, _libcrypto, new_key, public_of, verify

AIM, ROUNDS = 0.8, 9
_PSS_PADDING, _SET_DIGEST, _RSA, _SET_PADDING = 6, 1, 6, 0x1001


def plain_signing(key: bytes) -> Callable[[], None]:
    """The same libcrypto's ordinary RSA-PSS signature of a digest, nothing checked afterwards."""
    library = _libcrypto()
    library.EVP_sha384.restype = ctypes.c_void_p
    start = ctypes.cast(ctypes.c_char_p(key), ctypes.c_void_p)
    private = library.d2i_AutoPrivateKey(None, ctypes.byref(start), len(key))
    digest = secrets.token_bytes(48)

    def sign() -> None:
        context = library.EVP_PKEY_CTX_new(private, None)
        assert library.EVP_PKEY_sign_init(context) > 0
        assert library.EVP_PKEY_CTX_ctrl(context, _RSA, -1, _SET_PADDING, _PSS_PADDING, None) > 0
        assert library.EVP_PKEY_CTX_ctrl(context, -1, -1, _SET_DIGEST, 0, library.EVP_sha384()) > 0
        out, size = ctypes.create_string_buffer(512), ctypes.c_size_t(512)
        assert library.EVP_PKEY_sign(context, out, ctypes.byref(size), digest, len(digest)) > 0
        library.EVP_PKEY_CTX_free(context)

    return sign


def rate(act: Callable[[], object], times: int) -> float:
    """How often a second of processor time."""
    began = time.process_time()
    for _ in range(times):
        act()
    return times / (time.process_time() - began)


def beside(name: str, ours: Callable[[], object], theirs: Callable[[], object], times: int) -> bool:
    """Print both rates, measured by turns, and whether the aim is reached."""
    pairs = []
    for number in range(ROUNDS):
        # Who goes first changes with the rounds.
        if number % 2:
            other = rate(theirs, times)
            pairs.append((rate(ours, times), other))
        else:
            pairs.append((rate(ours, times), rate(theirs, times)))
    share = median(mine / other for mine, other in pairs)
    mine, other = (median(column) for column in zip(*pairs, strict=True))
    print(f"{name}：{mine:,.0f} 次/秒，对照 {other:,.0f} 次/秒，比值 {share:.2f}（不低于 {AIM}）")
    return share >= AIM


def main() -> int:
    """Sign, then verify."""
    key = new_key()
    public, signer, prepared = public_of(key), Signer(key), prepare(b"m")
    blinded = blind(public, prepared)
    signature = finalise(public, prepared, signer.sign(blinded.message), blinded.inverse)
    loaded = serialization.load_der_public_key(public)
    assert isinstance(loaded, rsa.RSAPublicKey)
    pss = padding.PSS(padding.MGF1(hashes.SHA384()), SALT)
    fine = beside("签发", lambda: signer.sign(blinded.message), plain_signing(key), 60)
    fine &= beside(
        "核验",
        lambda: verify(public, prepared, signature),
        lambda: loaded.verify(signature, prepared, pss, hashes.SHA384()),
        1000,
    )
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
