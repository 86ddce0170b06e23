"""A form's stamp: when it was shown, signed; as it is random too, it names the form when it is sent twice."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from shared.sessions import new_token

# A page may stay open over night, and the pages of a browser that was closed come back.
GOOD_FOR = timedelta(days=7)


def stamp(secret: str, now: datetime) -> str:
    signed = f"{int(now.timestamp())}.{new_token()}"
    return f"{signed}.{signature(secret, signed)}"


def age(secret: str, stamped: str, now: datetime) -> timedelta | None:
    """How long ago the form was shown; None when the stamp is not ours or too old."""
    signed, _, given = stamped.rpartition(".")
    if not hmac.compare_digest(signature(secret, signed).encode(), given.encode()):
        return None
    shown_at = datetime.fromtimestamp(int(signed.partition(".")[0]), UTC)
    return now - shown_at if now - shown_at <= GOOD_FOR else None


def signature(secret: str, signed: str) -> str:
    return hmac.new(secret.encode(), signed.encode(), hashlib.sha256).hexdigest()
