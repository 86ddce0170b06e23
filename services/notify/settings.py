"""What the notify service needs to know."""

from datetime import time
from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit

from msgspec import Meta, Struct

from services.notify.domain.own_addresses import LONGEST_NAME
from services.notify.domain.quiet_hours import QuietHours
from services.notify.signing import signing_key
from shared.settings import ServiceSettings

DEFAULT_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
# Plain ASCII, because it has to pass every mail server there is.
ADDRESS = r"^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[A-Za-z0-9.-]+$"
# A time of the day, such as 21:00.
CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"


class SmtpServer(Struct, frozen=True, kw_only=True):
    """Where mails are handed over."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""


class Settings(ServiceSettings, frozen=True, kw_only=True):
    smtp_url: str
    # The address all mails come from; NOTIFY_FROM.
    notify_from: Annotated[str, Meta(pattern=ADDRESS)]
    # How long an event must stay as it is before its changes are mailed, so that three edits are one mail.
    settling_seconds: Annotated[int, Meta(ge=0)] = 300
    # How many mails to one domain may be on their way at once, over all replicas.
    per_domain: Annotated[int, Meta(ge=1)] = 5
    # RFC 5321, 4.5.3.2: a server may take ten minutes to say yes, and to hang up earlier would send the mail twice.
    answer_seconds: Annotated[int, Meta(ge=1)] = 600
    # When mails that are not urgent wait for the morning, where the event is; the same time twice: never.
    quiet_from: Annotated[str, Meta(pattern=CLOCK)] = "21:00"
    quiet_until: Annotated[str, Meta(pattern=CLOCK)] = "07:00"
    # What mails are signed with (DKIM), and below which name the public key is found; none: they are not.
    dkim_key_file: str = ""
    dkim_selector: Annotated[str, Meta(pattern=r"^[A-Za-z0-9.-]*$")] = ""
    # Where the mail server hands over what comes to the plus-addresses of `notify_from`; port 0: nowhere.
    intake_host: str = "127.0.0.1"
    intake_port: Annotated[int, Meta(ge=0, le=65535)] = 0
    intake_protocol: Literal["smtp", "lmtp"] = "smtp"
    # Nobody fills in the form for the newsletter faster; 0 doubts nobody.
    form_seconds: Annotated[int, Meta(ge=0)] = 2
    # From one address; who asks more often has to let the browser work for it. 0 counts nobody.
    subscriptions_per_minute: Annotated[int, Meta(ge=0)] = 10

    def __post_init__(self) -> None:
        super().__post_init__()
        smtp_server(self.smtp_url)
        if len(self.notify_from.rpartition("@")[0]) > LONGEST_NAME:
            raise ValueError(f"notify_from: more than {LONGEST_NAME} characters before the @")
        if bool(self.dkim_key_file) is not bool(self.dkim_selector):
            raise ValueError("dkim_key_file and dkim_selector: only both together")
        if self.dkim_key_file:
            self.require_signing_key()

    def require_signing_key(self) -> None:
        try:
            signing_key(self.dkim_key_file)
        except ValueError as error:
            raise ValueError(f"dkim_key_file: {error}") from None

    @property
    def smtp(self) -> SmtpServer:
        return smtp_server(self.smtp_url)

    @property
    def own_name(self) -> str:
        """How we introduce ourselves to mail servers."""
        return urlsplit(self.base_url).hostname or "localhost"

    @property
    def quiet_hours(self) -> QuietHours:
        return QuietHours(begin=time.fromisoformat(self.quiet_from), end=time.fromisoformat(self.quiet_until))

    @property
    def mail_domain(self) -> str:
        return self.notify_from.rpartition("@")[2]


def smtp_server(url: str) -> SmtpServer:
    """The server in `smtp://host:port`, `smtp+starttls://user:password@host:port` or `smtps://…`.

    Raises ValueError with a text that does not repeat the address, since a password may be in it.
    """
    wrong = "smtp_url: not an address such as smtp+starttls://user:password@mail.witten.example:587"
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise ValueError(wrong) from None
    if not parts.hostname or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError(wrong)
    return SmtpServer(
        scheme=parts.scheme,
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
