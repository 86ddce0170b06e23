"""The secrets of a local stack: made at its first start, kept in its folder, never shown."""

import base64
import os
import secrets
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct


class Keys(Struct, frozen=True, kw_only=True):
    """Passwords of the local servers, and the pair that signs and checks sessions."""

    postgres: str
    events: str
    registration: str
    notify: str
    nats: str
    supervisor: str
    session_private: str
    session_public: str


def keep(path: Path) -> Keys:
    """The keys stored at `path`; new ones are made and stored there if it does not exist."""
    if path.exists():
        return msgspec.json.decode(path.read_bytes(), type=Keys)

    keys = make()
    unfinished = path.with_suffix(".new")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(msgspec.json.encode(keys))
    unfinished.rename(path)
    return keys


def make() -> Keys:
    private = Ed25519PrivateKey.generate()
    return Keys(
        postgres=secrets.token_hex(),
        events=secrets.token_hex(),
        registration=secrets.token_hex(),
        notify=secrets.token_hex(),
        nats=secrets.token_hex(),
        supervisor=secrets.token_hex(),
        session_private=unpadded(private.private_bytes_raw()),
        session_public=unpadded(private.public_key().public_bytes_raw()),
    )


def unpadded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
