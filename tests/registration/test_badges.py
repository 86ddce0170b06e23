"""Badges: one for each person, ten on a sheet, with names in all scripts and nothing of them read as markup."""

import io
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pikepdf
import pytest

from services.registration.domain.registration import Registration
from services.registration.printing.badges import MOST_BADGES, TEMPLATE, TooManyBadges, content_of
from shared.messages.registration import RegistrationStatus
from shared.printing import pdf_about_people

NOON = datetime(2027, 5, 31, 12, 0, tzinfo=UTC)
A4 = [595.28, 841.89]
CARITAS = UUID(int=1)
HOSTILE = (
    '#panic("no") ] } ) $x^2$ \\ *bold* _it_ `raw` <label> @ref // = - + / "',
    '#import "/etc/passwd": *',
    "a\n\n= Heading\n#set page(width: 1pt)",
    "x" * 100,
    "\u200b\u200d",
    "Ada 🎉 不同",
)
SCRIPTS = ("Zoë Müller-Łódź", "Ольга Їжакевич", "Ελένη Παπαδοπούλου", "منى الأحمد")


def a_party(name: str = "Olena Koval", party_size: int = 1, **changes: Any) -> Registration:
    usual: dict[str, Any] = {
        "id": uuid4(),
        "roster_id": uuid4(),
        "event_id": uuid4(),
        "name": name,
        "email": "olena@people.example",
        "phone": "",
        "party_size": party_size,
        "language": "uk",
        "status": RegistrationStatus.CONFIRMED,
        "registered_at": NOON,
        "consent_at": NOON,
        "booking_id": uuid4(),
    }
    return Registration(**(usual | changes))


def content(*parties: Registration, language: str = "en", title: str = "Sprachcafé") -> dict[str, Any]:
    return content_of(parties, organisations={CARITAS: "Caritas Witten"}, title=title, network="WIN", language=language)


def names(*parties: Registration, language: str = "en") -> list[str]:
    return [each["name"] for each in content(*parties, language=language)["badges"]]


def pdf(*parties: Registration, title: str = "Sprachcafé") -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf_about_people(TEMPLATE, content(*parties, title=title), as_of=NOON)))


def fonts_of(document: pikepdf.Pdf) -> set[str]:
    """The fonts that were needed."""
    return {str(font.BaseFont).partition("+")[2] for _, font in document.pages[0].Resources.Font.items()}


def test_each_person_has_a_badge_with_their_name_where_names_were_asked() -> None:
    assert names(a_party(party_size=2, attendees=["Olena", "Iwan"])) == ["Olena", "Iwan"]


def test_who_gave_no_name_belongs_to_a_party() -> None:
    assert names(a_party(party_size=3)) == ["Olena Koval", "Party of Olena Koval", "Party of Olena Koval"]
    assert names(a_party(party_size=2, attendees=["Iwan"]), language="de") == ["Iwan", "Gruppe von Olena Koval"]


def test_only_those_who_have_places_have_badges() -> None:
    offered = a_party("Bo", 4, status=RegistrationStatus.OFFERED, offered_size=2, held_until=NOON)

    assert names(a_party(status=RegistrationStatus.WAITING), a_party(status=RegistrationStatus.CANCELLED)) == []
    assert names(offered) == ["Bo", "Party of Bo"]


def test_the_organisation_people_come_from_is_on_their_badge() -> None:
    badges = content(a_party(organisation_id=CARITAS), a_party(organisation_id=uuid4()), a_party())["badges"]

    assert [each["organisation"] for each in badges] == ["Caritas Witten", "", ""]


def test_more_badges_than_anybody_prints_at_once_are_refused() -> None:
    with pytest.raises(TooManyBadges):
        content(*[a_party(party_size=20)] * (MOST_BADGES // 20 + 1))


@pytest.mark.parametrize(("people", "sheets"), [(0, 1), (1, 1), (10, 1), (11, 2)])
def test_there_are_ten_on_a_sheet(people: int, sheets: int) -> None:
    document = pdf(*[a_party()] * people)

    assert [[round(float(each), 2) for each in page.mediabox[2:]] for page in document.pages] == [A4] * sheets


def test_names_in_all_scripts_of_the_city_find_their_letters() -> None:
    assert fonts_of(pdf(*map(a_party, SCRIPTS[:3]))) == {"NotoSans-Regular"}
    assert fonts_of(pdf(*map(a_party, SCRIPTS))) == {"NotoSans-Regular", "NotoSansArabic-Regular"}


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_is_never_read_as_markup(text: str) -> None:
    hostile = pdf(*[a_party(text)] * 10, title=text)

    assert len(hostile.pages) == 1
    assert [round(float(each), 2) for each in hostile.pages[0].mediabox[2:]] == A4
    assert "/Annots" not in hostile.pages[0]
