"""Templates: texts with what people wrote in them, and what is drawn only once."""

from pathlib import Path

import pytest

from shared import settings
from shared.pages import REMEMBERED, Pages, unbroken
from shared.settings import ServiceSettings
from shared.translations import language

DRAWN = """{% macro drawn(day, names) %}<b>{{ day }}: {{ _("Today") }}, {{ names|join(", ") }}</b>{% endmacro %}
{{ remembered(drawn, day, names) }}"""


@pytest.fixture
def pages(environment: dict[str, str], tmp_path: Path) -> Pages:
    return Pages(tmp_path, settings.load(ServiceSettings, "notify", environment))


@pytest.mark.parametrize(
    ("file", "expected"), [("page.html", "Bis &lt;b&gt; · 2 Personen"), ("mail.txt", "Bis <b> · 2 Personen")]
)
def test_what_people_wrote_is_escaped_in_a_page_and_left_as_it_is_in_a_mail(
    pages: Pages, tmp_path: Path, file: str, expected: str
) -> None:
    text = """{{ _("Until %(day)s", day=day) }} · {{ ngettext("%(count)s person", "%(count)s people", 2, count=2) }}"""
    (tmp_path / file).write_text(text)

    assert pages.render(file, language("de"), day="<b>") == expected


def test_a_sentence_may_have_a_percent_sign(pages: Pages, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("""{{ _("100 %% free") }}{% trans name="Ada" %}, {{ name }}{% endtrans %}""")

    assert pages.render("page.html", language("de")) == "100 % free, Ada"


@pytest.mark.parametrize(
    ("date", "in_one_line"),
    [
        ("Monday, 3 May 2027, 18:00 – 20:00", "Monday, 3_May_2027, 18:00_–\N{WORD JOINER}_20:00"),
        ("الاثنين، 3 مايو 2027، 18:00", "الاثنين، 3_مايو_2027، 18:00"),
        ("Montag, 3. Mai 2027 bis Dienstag, 4. Mai 2027", "Montag, 3._Mai_2027_bis Dienstag, 4._Mai_2027"),
        ("lundi 3 mai 2027 – mardi 4 mai 2027", "lundi_3_mai_2027_– mardi_4_mai_2027"),
    ],
)
def test_a_line_ends_after_a_comma_of_a_date_or_before_another_date(date: str, in_one_line: str) -> None:
    assert unbroken(date) == in_one_line.replace("_", "\N{NO-BREAK SPACE}")


def test_what_was_drawn_before_is_not_drawn_again_unless_something_in_it_differs(pages: Pages, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(DRAWN)
    names = ["<Ada>"]

    german = pages.render("page.html", language("de"), day=1, names=names)
    assert german.strip() == "<b>1: Heute, &lt;Ada&gt;</b>"
    assert pages.render("page.html", language("de"), day=1, names=["<Ada>"]) == german
    assert len(pages.remembered) == 1

    names.append("Bela")
    assert "Bela" in pages.render("page.html", language("de"), day=1, names=names)
    assert "Today" in pages.render("page.html", language("en"), day=1, names=names)
    for day in range(REMEMBERED):
        pages.render("page.html", language("de"), day=day, names=names)
    assert len(pages.remembered) <= REMEMBERED
