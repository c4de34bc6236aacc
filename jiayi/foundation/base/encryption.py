"""Personal fields at rest: authenticated encryption bound to its place, and blind indexes for equality.

A stored value is `version (1 byte) · key id length (1) · key id · nonce (12) · ciphertext and tag`. The
associated data is "table.column.uuid", so a value copied to another row or column does not open.
"""

import base64
import functools
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from .keys import kept_secret

VERSION = 1


@dataclass(frozen=True)
class KeyRing:
    """Encryption keys by id, the id in use, and the key of the blind indexes."""

    current: str
    ciphers: dict[str, AESGCM]
    index_key: bytes


@functools.lru_cache(maxsize=4)
def _ring(spec: str) -> KeyRing:
    pairs = [part.split(":", 1) for part in spec.split(",") if part.strip()]
    keys = {name.strip(): base64.b64decode(value, validate=True) for name, value in pairs}
    index_key = keys.pop("index")
    if not keys or any(len(key) != 32 for key in [*keys.values(), index_key]):
        raise ValueError("JIAYI_FIELD_KEYS: each key is 32 bytes in base64; one is named index")
    return KeyRing(next(iter(keys)), {name: AESGCM(key) for name, key in keys.items()}, index_key)


def key_ring() -> KeyRing:
    """The keys in force: from JIAYI_FIELD_KEYS, else made once and kept in the data folder."""
    return _ring(settings.FIELD_KEYS or _kept_keys())


@functools.lru_cache(maxsize=1)
def _kept_keys() -> str:
    field = kept_secret(settings.DATA_DIR, "field-key")
    index = kept_secret(settings.DATA_DIR, "index-key")
    return f"k1:{field},index:{index}"


def encrypt(text: str, place: str) -> bytes:
    """The stored form of text at place ("table.column.uuid"); an empty text stays empty."""
    return encrypt_bytes(text.encode(), place) if text else b""


def encrypt_bytes(content: bytes, place: str) -> bytes:
    """The stored form of a file at place, as `encrypt` makes it of a text."""
    ring = key_ring()
    name = ring.current.encode()
    nonce = os.urandom(12)
    sealed = ring.ciphers[ring.current].encrypt(nonce, content, place.encode())
    return bytes((VERSION, len(name))) + name + nonce + sealed


def decrypt(stored: bytes | memoryview | None, place: str) -> str:
    """The text behind a stored value; raises cryptography's InvalidTag where it was moved or changed."""
    return decrypt_bytes(bytes(stored), place).decode() if stored else ""


def decrypt_bytes(data: bytes, place: str) -> bytes:
    """The content behind a stored form; InvalidTag where it was moved or changed."""
    end = 2 + data[1]
    cipher = key_ring().ciphers[data[2:end].decode()]
    return cipher.decrypt(data[end : end + 12], data[end + 12 :], place.encode())


@functools.lru_cache(maxsize=32)
def _purpose_key(purpose: str, index_key: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose.encode()).derive(index_key)


def blind_index(text: str, purpose: str) -> bytes | None:
    """32 bytes that are equal when the texts are (for one purpose, such as "resident.national_id")."""
    if not text:
        return None
    return hmac.digest(_purpose_key(purpose, key_ring().index_key), text.encode(), "sha256")


def sealer(table: str) -> Callable[[str, str, str], bytes]:
    """`encrypt` for many rows of one table, its keys looked up once: sealer(table)(column, row id, text)."""
    ring = key_ring()
    name = ring.current.encode()
    head = bytes((VERSION, len(name))) + name
    close = ring.ciphers[ring.current].encrypt

    def seal(column: str, row_id: str, text: str) -> bytes:
        if not text:
            return b""
        nonce = os.urandom(12)
        return head + nonce + close(nonce, text.encode(), f"{table}.{column}.{row_id}".encode())

    return seal


def indexer(purpose: str) -> Callable[[str], bytes | None]:
    """`blind_index` of one purpose for many texts, its key looked up once."""
    key = _purpose_key(purpose, key_ring().index_key)

    def index(text: str) -> bytes | None:
        return hmac.digest(key, text.encode(), "sha256") if text else None

    return index
