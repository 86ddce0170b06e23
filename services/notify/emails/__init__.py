"""The mails' words: one template a kind, written out as text and as HTML from the same lines.

A template fills the blocks `subject`, `lead` (what matters most; repeated in the network's own language), `more` and
`reason` (why one gets the mail) with the parts of `_parts.html` and `_parts.txt`, which have the same names.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from jinja2 import FunctionLoader
from markupsafe import escape
from msgspec import Struct, structs

from services.notify.domain.letter import Letter
from services.notify.domain.mail import MailKind
from services.notify.domain.own_text import OwnText
from services.notify.emails import words
from services.notify.emails.wording import Wording
from services.notify.settings import Settings
from services.notify.tables import texts
from shared.conferences import has_details, web_address
from shared.database import Connection
from shared.pages import Pages, in_language
from shared.sessions import new_token
from shared.translations import DEFAULT_LANGUAGE, Language, language, plain

HERE = Path(__file__).parent
# Longer ones are cut by many mail programs, and titles are typed by people.
SUBJECT_LENGTH = 150
# Editions, and events of which many are told the same, in all languages.
MOST_WRITTEN = 100
# Stands for the link to each reader's own page in words that are written once; nobody can type it.
ANY_LINK = f"https://{new_token()}.invalid/"


class Words(Struct, frozen=True, kw_only=True):
    """A mail in its reader's language."""

    language: Language
    subject: str
    text: str
    html: str


class Emails:
    """The templates, with all that is the same in every mail."""

    def __init__(self, settings: Settings) -> None:
        self.wording = Wording()
        self.written: dict[tuple[MailKind, str, Wording, UUID | bytes], Words] = {}
        self.pages = Pages(HERE, settings)
        environment = self.pages.environment
        environment.loader = FunctionLoader(source_of)
        environment.filters |= {
            "line": words.line,
            "isolated": words.isolated,
            "quoted": words.quoted,
            "where": words.where,
            "where_text": words.where_text,
            "standing": words.standing,
            "reason": words.reason,
            "has_details": has_details,
            "web_address": web_address,
            "state": words.state,
            "moment": words.moment_in(settings.network_time_zone),
            "local": words.local_in(settings.zone),
            "when_in": in_language(words.when_in(settings.network_time_zone)),
        }

    async def follow(self, db: Connection) -> None:
        """Take over what the operator has written meanwhile."""
        own = await texts.list_all(db)
        if own != self.wording.own:
            self.wording = Wording(own)

    def with_own(self, own: Sequence[OwnText]) -> "Emails":
        """The same templates, in other words."""
        others = copy(self)
        others.wording = Wording(own)
        return others

    def write_letter(self, kind: MailKind, language_code: str, letter: Letter) -> Words:
        """What several are told in the same words is put into these once, and then gets what is each reader's own."""
        context, own = letter.context, letter.own
        if isinstance(link := context.get("link"), str):
            context, own = context | {"link": ANY_LINK}, {ANY_LINK: words.line(link)}
        key = (kind, language_code, self.wording, letter.for_many or msgspec.msgpack.encode(context))
        if key not in self.written:
            if len(self.written) >= MOST_WRITTEN:
                self.written.clear()
            self.written[key] = self.write(kind, language_code, context)
        return with_own(self.written[key], own)

    def write(self, kind: MailKind, language_code: str, context: dict[str, object]) -> Words:
        chosen = language(language_code)
        subject = words.line(words.line(self.render(kind, "txt", "_subject", chosen, context))[:SUBJECT_LENGTH])
        return Words(
            language=chosen,
            subject=subject,
            text=words.without_gaps(self.letter(kind, "txt", chosen, context, subject)),
            html=self.letter(kind, "html", chosen, context, subject),
        )

    def letter(self, kind: MailKind, form: str, chosen: Language, context: dict[str, object], subject: str) -> str:
        # Easy German is German.
        is_understood = plain(chosen.code) == DEFAULT_LANGUAGE.code
        repeated = "" if is_understood else self.render(kind, form, "_lead", DEFAULT_LANGUAGE, context)
        return self.render(kind, form, "_letter", chosen, {**context, "subject": subject, "repeated": repeated})

    def render(self, kind: MailKind, form: str, layout: str, chosen: Language, context: dict[str, Any]) -> str:
        return self.pages.render(
            f"{kind}.{form}",
            chosen,
            layout=f"{layout}.{form}",
            parts=f"_parts.{form}",
            network_language=DEFAULT_LANGUAGE,
            translations=self.wording.translations(chosen.code, form),
            **context,
        )


def with_own(written: Words, own: Mapping[str, str]) -> Words:
    text, html = written.text, written.html
    for mark, its in own.items():
        text, html = text.replace(mark, its), html.replace(mark, escape(its))
    return structs.replace(written, text=text, html=html)


def source_of(name: str) -> str:
    """The template: `login.html` and `login.txt` are the same lines, set in HTML and in text."""
    stem = name.partition(".")[0]
    path = HERE / name if name.startswith("_") else HERE / f"{stem}.jinja"
    return path.read_text()
