"""Blind signatures: the RFC's vector, the round trip, and whatever a forger sends instead."""

import ctypes
import ctypes.util
import secrets
import threading

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from huiyin.anonymity import blind_signatures
from huiyin.anonymity.blind_client import blind, blind_with, finalise, prepare
from huiyin.anonymity.blind_signatures import Signer, Unfit, blind_sign, new_key, public_of, verify
from huiyin.anonymity.tests import rfc9474


@pytest.fixture(scope="module")
def key() -> bytes:
    return new_key()


@pytest.fixture(scope="module")
def other_key() -> bytes:
    return new_key()


def _rfc_key() -> bytes:
    p, q = int.from_bytes(rfc9474.P, "big"), int.from_bytes(rfc9474.Q, "big")
    d = pow(65537, -1, (p - 1) * (q - 1))
    numbers = rsa.RSAPrivateNumbers(
        p, q, d, rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q),
        rsa.RSAPublicNumbers(65537, p * q),
    )  # fmt: skip
    return numbers.private_key().private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _token(key: bytes, message: bytes = b"m") -> tuple[bytes, bytes]:
    public, prepared = public_of(key), prepare(message)
    blinded = blind(public, prepared)
    return prepared, finalise(public, prepared, blind_sign(key, blinded.message), blinded.inverse)


def test_the_vector_of_the_rfc() -> None:
    key = _rfc_key()
    public, prepared = public_of(key), rfc9474.MSG_PREFIX + rfc9474.MSG
    blinded = blind_with(public, prepared, salt=rfc9474.SALT, inverse=int.from_bytes(rfc9474.INV, "big"))
    assert blinded.message == rfc9474.BLINDED_MSG
    assert blind_sign(key, blinded.message) == rfc9474.BLIND_SIG
    assert finalise(public, prepared, rfc9474.BLIND_SIG, blinded.inverse) == rfc9474.SIG
    assert verify(public, prepared, rfc9474.SIG)


def test_a_new_key_is_fit_and_its_tokens_verify(key: bytes) -> None:
    private = serialization.load_der_private_key(key, None)
    assert isinstance(private, rsa.RSAPrivateKey)
    assert private.key_size == 3072
    assert private.public_key().public_numbers().e == 65537
    prepared, signature = _token(key)
    assert verify(public_of(key), prepared, signature)


def test_the_server_sees_nothing_twice(key: bytes) -> None:
    public, prepared = public_of(key), prepare(b"the same")
    assert blind(public, prepared).message != blind(public, prepared).message
    assert prepare(b"the same") != prepare(b"the same")


def test_the_same_randomness_makes_the_identical_request(key: bytes) -> None:
    public, prepared, salt = public_of(key), prepare(b"m"), bytes(48)
    first, second = (blind_with(public, prepared, salt=salt, inverse=12345) for _ in range(2))
    assert first == second
    assert blind_sign(key, first.message) == blind_sign(key, second.message)


@pytest.mark.parametrize("harm", ["bit", "short", "long", "empty", "zero", "modulus", "plus_modulus"])
def test_a_harmed_signature_is_refused(key: bytes, harm: str) -> None:
    prepared, signature = _token(key)
    public = public_of(key)
    loaded = serialization.load_der_public_key(public)
    assert isinstance(loaded, rsa.RSAPublicKey)
    n = loaded.public_numbers().n
    harmed = {
        "bit": bytes([signature[0] ^ 1]) + signature[1:], "short": signature[:-1], "long": signature + b"\0",
        "empty": b"", "zero": bytes(384), "modulus": n.to_bytes(384, "big"),
        "plus_modulus": (int.from_bytes(signature, "big") + n).to_bytes(385, "big"),
    }[harm]  # fmt: skip
    assert not verify(public, prepared, harmed)


def test_another_message_or_key_is_refused(key: bytes, other_key: bytes) -> None:
    prepared, signature = _token(key)
    assert not verify(public_of(key), prepared[:-1], signature)
    assert not verify(public_of(key), prepare(b"m"), signature)
    assert not verify(public_of(other_key), prepared, signature)


def test_a_signature_made_for_one_request_fits_no_other(key: bytes) -> None:
    """Multiplying two tokens, or a token by an unblinded signature, makes no third one: PSS stands in the way."""
    public = public_of(key)
    loaded = serialization.load_der_public_key(public)
    assert isinstance(loaded, rsa.RSAPublicKey)
    n = loaded.public_numbers().n
    (one, first), (two, second) = _token(key), _token(key)
    product = (int.from_bytes(first, "big") * int.from_bytes(second, "big") % n).to_bytes(384, "big")
    assert not any(verify(public, prepared, product) for prepared in (one, two, one + two, prepare(b"m")))


def test_a_server_that_signs_with_another_key_is_found_out(key: bytes, other_key: bytes) -> None:
    public, prepared = public_of(key), prepare(b"m")
    blinded = blind(public, prepared)
    smaller = bytes(1) + blinded.message[1:]
    with pytest.raises(Unfit, match="不要使用"):
        finalise(public, prepared, blind_sign(other_key, smaller), blinded.inverse)
    with pytest.raises(Unfit, match="384 字节"):
        finalise(public, prepared, b"short", blinded.inverse)


@pytest.mark.parametrize("blinded", [b"", b"\1" * 383, b"\1" * 385, b"\1" * 512])
def test_what_has_another_length_is_not_signed(key: bytes, blinded: bytes) -> None:
    with pytest.raises(Unfit, match="应为 384 字节"):
        blind_sign(key, blinded)


def test_what_is_not_below_the_modulus_is_not_signed(key: bytes) -> None:
    loaded = serialization.load_der_public_key(public_of(key))
    assert isinstance(loaded, rsa.RSAPublicKey)
    n = loaded.public_numbers().n
    for value in (n, n + 1, 256**384 - 1):
        with pytest.raises(Unfit, match="不小于"):
            blind_sign(key, value.to_bytes(384, "big"))
    assert blind_sign(key, (n - 1).to_bytes(384, "big")) == (n - 1).to_bytes(384, "big")


@pytest.mark.parametrize("harm", [b"", b"no key at all", b"0\x82" + bytes(40)])
def test_a_harmed_key_is_a_sentence_and_no_crash(harm: bytes) -> None:
    with pytest.raises(Unfit, match="密钥"):
        blind_sign(harm, bytes(384))
    with pytest.raises(Unfit, match="密钥"):
        public_of(harm)


def test_a_truncated_key_is_refused(key: bytes) -> None:
    for length in (1, 10, len(key) // 2, len(key) - 1):
        with pytest.raises(Unfit):
            blind_sign(key[:length], bytes(384))


def test_keys_of_another_kind_are_refused() -> None:
    curve = ec.generate_private_key(ec.SECP256R1())
    der = curve.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with pytest.raises(Unfit):
        blind_sign(der, bytes(384))
    with pytest.raises(Unfit):
        public_of(der)
    public = curve.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    with pytest.raises(Unfit, match="公钥"):
        verify(public, b"m", bytes(384))
    with pytest.raises(Unfit, match="公钥"):
        verify(b"none", b"m", bytes(384))


def test_a_weak_public_key_is_refused() -> None:
    weak = rsa.generate_private_key(65537, 2048).public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )  # fmt: skip
    with pytest.raises(Unfit, match="3072"):
        verify(weak, b"m", bytes(256))


def test_a_wrong_result_of_the_machine_is_never_given_away(key: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in one half of the reckoning would let anybody factor the key (Boneh, DeMillo, Lipton)."""
    right = blind_signatures._raw
    calls: list[bytes] = []

    def faulty(*arguments: object) -> bytes:
        out = right(*arguments)  # type: ignore[arg-type]  # passed on as they came
        calls.append(out)
        return out[:-1] + bytes([out[-1] ^ 1]) if len(calls) == 1 else out

    monkeypatch.setattr(blind_signatures, "_raw", faulty)
    with pytest.raises((RuntimeError, Unfit)):
        blind_sign(key, b"\1" + secrets.token_bytes(383))


def test_without_libcrypto_a_sentence_says_what_to_install(key: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str | None) -> ctypes.CDLL:
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", none)
    blind_signatures._libcrypto.cache_clear()
    try:
        with pytest.raises(Unfit, match="libcrypto"):
            blind_sign(key, bytes(384))
    finally:
        blind_signatures._libcrypto.cache_clear()


def test_threads_share_a_signer(key: bytes) -> None:
    signer, public = Signer(key), public_of(key)
    fine: list[bool] = []

    def draw() -> None:
        for _ in range(5):
            prepared = prepare(b"m")
            blinded = blind(public, prepared)
            fine.append(
                verify(public, prepared, finalise(public, prepared, signer.sign(blinded.message), blinded.inverse))
            )

    threads = [threading.Thread(target=draw) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert fine == [True] * 20


def test_the_private_operation_is_never_pythons_own() -> None:
    """`pow` takes longer for some keys and messages than for others; so does gmpy2's."""
    with open(blind_signatures.__file__) as file:
        source = file.read()
    assert "pow(" not in source
    assert "gmpy2" not in source
    assert "private_numbers" not in source
