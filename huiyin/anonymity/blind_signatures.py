"""RFC 9474 RSABSSA-SHA384-PSS-Randomized: the server signs what it cannot read, and later knows its own signature.

The private operation is the machine's own libcrypto: constant time, blinded, its result checked against the public key.
"""

import ctypes
import ctypes.util
import weakref
from collections.abc import Callable
from functools import cache, lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

BITS, EXPONENT = 3072, 65537
SALT = 48
# Random bytes in front of every message, drawn by the client: a signature says nothing of what it will be used for.
PREFIX = 32
_PSS = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=SALT)
_NO_PADDING, _RSA, _SET_PADDING, _ANY = 3, 6, 0x1001, -1
_Call = Callable[..., int]  # a foreign function: its types are declared below
_NAMES = ("libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib")


class Unfit(ValueError):
    """No key, or nothing that can be signed; the message is a whole sentence."""


def new_key() -> bytes:
    """A new private key of 3072 bits, PKCS #8 in DER."""
    key = rsa.generate_private_key(EXPONENT, BITS)
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def public_of(key: bytes) -> bytes:
    """The public half, as browsers import it (SubjectPublicKeyInfo in DER)."""
    try:
        private = serialization.load_der_private_key(key, password=None)
    except ValueError as fault:
        raise Unfit("签名密钥无法读取，可能已损坏。") from fault
    if not isinstance(private, rsa.RSAPrivateKey):
        raise Unfit("签名密钥不是 RSA 密钥。")
    return private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


class Signer:
    """A private key inside libcrypto, which wipes it when the signer goes; it may be shared between threads."""

    def __init__(self, key: bytes) -> None:
        self._library = _libcrypto()
        start = ctypes.cast(ctypes.c_char_p(key), ctypes.c_void_p)
        self._key = self._library.d2i_AutoPrivateKey(None, ctypes.byref(start), len(key))
        if not self._key:
            self._library.ERR_clear_error()
            raise Unfit("签名密钥无法读取，可能已损坏。")
        weakref.finalize(self, self._library.EVP_PKEY_free, self._key)

    def sign(self, blinded: bytes) -> bytes:
        """Sign a blinded message (RFC 9474 §4.3). It must be as long as the modulus and smaller than it."""
        library = self._library
        context = library.EVP_PKEY_CTX_new(self._key, None)
        try:
            signature = _raw(library, library.EVP_PKEY_sign_init, library.EVP_PKEY_sign, context, blinded)
            back = _raw(
                library, library.EVP_PKEY_verify_recover_init, library.EVP_PKEY_verify_recover, context, signature
            )
        finally:
            library.EVP_PKEY_CTX_free(context)
        # A result that does not lead back would give the key away: a fault in the machine, or an attack on it.
        if back != blinded:
            raise RuntimeError("the machine reckoned a signature that does not verify")
        return signature


def blind_sign(key: bytes, blinded: bytes) -> bytes:
    """Sign once. Reading a key takes a third of the time: whoever signs many keeps a Signer."""
    return Signer(key).sign(blinded)


def verify(public: bytes, prepared: bytes, signature: bytes) -> bool:
    """Whether the signature is the key's own for this prepared message; anything else about it is no."""
    try:
        _public(public).verify(signature, prepared, _PSS, hashes.SHA384())
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=64)
def _public(public: bytes) -> rsa.RSAPublicKey:
    try:
        key = serialization.load_der_public_key(public)
    except ValueError as fault:
        raise Unfit("验证用的公钥无法读取。") from fault
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < BITS or key.public_numbers().e != EXPONENT:
        raise Unfit(f"验证用的公钥不是 {BITS} 位以上的 RSA 公钥。")
    return key


def _raw(library: ctypes.CDLL, begin: _Call, act: _Call, context: int, data: bytes) -> bytes:
    """One RSA operation without padding, on input of exactly the key's length."""
    ready = begin(context) > 0 and library.EVP_PKEY_CTX_ctrl(context, _RSA, _ANY, _SET_PADDING, _NO_PADDING, None) > 0
    size = ctypes.c_size_t()
    if not ready or act(context, None, ctypes.byref(size), data, len(data)) <= 0:
        library.ERR_clear_error()
        raise Unfit("签名密钥不能用于签发凭证。")
    if len(data) != size.value:
        raise Unfit(f"盲化后的凭证应为 {size.value} 字节，收到 {len(data)} 字节。请刷新页面重新领取。")
    out = ctypes.create_string_buffer(size.value)
    if act(context, out, ctypes.byref(size), data, len(data)) <= 0 or size.value != len(data):
        library.ERR_clear_error()
        raise Unfit("盲化后的凭证不小于密钥的模数，不能签名。请刷新页面重新领取。")
    return out.raw


@cache
def _libcrypto() -> ctypes.CDLL:
    found = ctypes.util.find_library("crypto")
    for name in (found, *_NAMES) if found else _NAMES:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        return _declared(library)
    raise Unfit("本机没有 OpenSSL 的 libcrypto，不能签发一次性凭证。请安装系统的 OpenSSL 程序库（Debian：libssl3）。")


def _declared(library: ctypes.CDLL) -> ctypes.CDLL:
    """The few functions that are called, with their types: a pointer cut to an int would be a crash."""
    pointer, size = ctypes.c_void_p, ctypes.c_size_t
    reckon = (ctypes.c_int, [pointer, ctypes.c_char_p, ctypes.POINTER(size), ctypes.c_char_p, size])
    for name, (answer, arguments) in {
        "d2i_AutoPrivateKey": (pointer, [pointer, pointer, ctypes.c_long]),
        "EVP_PKEY_CTX_new": (pointer, [pointer, pointer]),
        "EVP_PKEY_CTX_free": (None, [pointer]),
        "EVP_PKEY_free": (None, [pointer]),
        "EVP_PKEY_sign_init": (ctypes.c_int, [pointer]),
        "EVP_PKEY_verify_recover_init": (ctypes.c_int, [pointer]),
        "EVP_PKEY_CTX_ctrl": (ctypes.c_int, [pointer, *[ctypes.c_int] * 4, pointer]),
        "EVP_PKEY_sign": reckon,
        "EVP_PKEY_verify_recover": reckon,
        "ERR_clear_error": (None, []),
    }.items():
        function = getattr(library, name)
        function.restype, function.argtypes = answer, arguments
    return library
