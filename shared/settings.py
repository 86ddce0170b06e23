"""Settings are read once from the environment, checked, and then passed on."""

import base64
import binascii
import sys
from collections.abc import Mapping
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta, Struct

from shared.timezones import ZONE_NAMES

S = TypeVar("S", bound="ServiceSettings")


class ServiceSettings(Struct, frozen=True, kw_only=True):
    """What every service needs to know; each adds its own."""

    database_url: Annotated[str, Meta(pattern=r"^postgres(ql)?://")]
    nats_url: Annotated[str, Meta(pattern=r"^(nats|tls)://")]
    # How people reach the site: the start of every link in pages, feeds and mails.
    base_url: Annotated[str, Meta(pattern=r"^https?://[^/]+$")]
    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65535)]
    session_public_key: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}$")]
    network_name: str
    network_short_name: str
    network_time_zone: str
    network_email: str

    def __post_init__(self) -> None:
        if self.network_time_zone not in ZONE_NAMES:
            raise ValueError("network_time_zone: not the name of a time zone, such as Europe/Berlin")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.network_time_zone)


def load(settings_type: type[S], service: str, environ: Mapping[str, str]) -> S:
    """The settings of `service`: each field from `<SERVICE>_<FIELD>`, or else from `<FIELD>`.

    Stops the process with one line that names what is missing or wrong.
    """
    values = {}
    for field in msgspec.structs.fields(settings_type):
        own, common = f"{service}_{field.name}".upper(), field.name.upper()
        name = own if own in environ else common
        if name not in environ:
            if field.required:
                sys.exit(f"{service}: the setting {own} (or {common}) is missing")
            continue
        try:
            values[field.name] = msgspec.convert(environ[name], field.type, strict=False)
        except msgspec.ValidationError as error:
            sys.exit(f"{service}: the setting {name} is wrong: {error}")
    try:
        return settings_type(**values)
    except ValueError as error:
        sys.exit(f"{service}: a setting is wrong: {error}")


def raw_key(encoded: str) -> bytes:
    """The 32 bytes of an Ed25519 key written in base64url without padding."""
    try:
        return base64.urlsafe_b64decode(encoded + "=")
    except binascii.Error as error:
        raise ValueError("not a key in base64url") from error
