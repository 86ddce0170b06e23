"""What the law wants to be said of the site, as far as only its operator knows it; `STATEMENTS_FILE` has it."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from shared.translations import N_

Address = Annotated[str, Meta(pattern=r"^([^@\s]+@[^@\s]+)?$")]
WebAddress = Annotated[str, Meta(pattern=r"^(https://\S+)?$")]


class Conformity(StrEnum):
    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


CONFORMITY_WORDS = {
    Conformity.FULL: N_("This website meets the requirements (EN 301 549, which includes WCAG 2.1 AA) in full."),
    Conformity.PARTIAL: N_("This website meets the requirements (EN 301 549, which includes WCAG 2.1 AA) in part."),
    Conformity.NONE: N_("This website does not meet the requirements (EN 301 549, which includes WCAG 2.1 AA) yet."),
}


class Contact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person or an office, and how to reach it."""

    name: str = ""
    address: str = ""
    email: Address = ""
    phone: str = ""
    url: WebAddress = ""


class Accessibility(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The accessibility statement, as § 7 BITV 2.0 and the laws of the states want it."""

    # The law by which the site has to be accessible.
    law: str = ""
    conformity: Conformity | None = None
    # What is not accessible, why not, and what people can use instead.
    exceptions: list[str] = []
    prepared_on: date | None = None
    # Who looked, and how.
    method: str = ""
    contact: Contact = Contact()
    # Whom to turn to when the contact does not help.
    enforcement: Contact = Contact()


class Privacy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    # Why the operator may do this (GDPR, Article 6).
    legal_basis: str = ""
    # Who runs the servers.
    hosting: str = ""
    officer: Contact = Contact()
    authority: Contact = Contact()


class Statements(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    operator: Contact = Contact()
    represented_by: str = ""
    vat_id: str = ""
    # Who answers for what is written (§ 18 MStV).
    editor: Contact = Contact()
    privacy: Privacy = Privacy()
    accessibility: Accessibility = Accessibility()


def missing_for_imprint(statements: Statements) -> list[str]:
    return [
        *missing(statements.operator, "operator", ("name", "address", "email", "phone")),
        *missing(statements, "", ("represented_by",)),
        *missing(statements.editor, "editor", ("name", "address")),
    ]


def missing_for_privacy(statements: Statements) -> list[str]:
    return [
        *missing(statements.operator, "operator", ("name", "address", "email")),
        *missing(statements.privacy, "privacy", ("legal_basis", "hosting")),
        *missing(statements.privacy.officer, "privacy.officer", ("name", "email")),
        *missing(statements.privacy.authority, "privacy.authority", ("name", "url")),
    ]


def missing_for_accessibility(statements: Statements) -> list[str]:
    return [
        *missing(statements.operator, "operator", ("name",)),
        *missing(statements.accessibility, "accessibility", ("law", "conformity", "prepared_on", "method")),
        *missing(statements.accessibility.contact, "accessibility.contact", ("email",)),
        *missing(statements.accessibility.enforcement, "accessibility.enforcement", ("name", "url")),
    ]


def missing_in_all(statements: Statements) -> list[str]:
    parts = (missing_for_imprint, missing_for_privacy, missing_for_accessibility)
    return list(dict.fromkeys(name for part in parts for name in part(statements)))


def missing(part: Struct, prefix: str, wanted: Iterable[str]) -> Iterator[str]:
    """The names of what is not filled in, as they are in the file."""
    for name in wanted:
        if not getattr(part, name):
            yield f"{prefix}.{name}" if prefix else name
