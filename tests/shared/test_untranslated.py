"""No template says anything that gettext does not know of."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(
    path
    for pattern in ("shared/pages/**/*", "services/*/pages/**/*", "services/*/emails/**/*")
    for path in ROOT.glob(pattern)
    if path.suffix in (".html", ".jinja", ".txt")
)

JINJA = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
TRANSLATING = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
READ_OUT = {"alt", "aria-description", "aria-label", "data-label", "label", "placeholder", "title"}
WORD = re.compile(r"[^\W\d_]{2}")
# A macro may write attributes for the tag it is used in.
ATTRIBUTE = re.compile(r'\b[a-z-]+="[^"]*"')
# How sentences and labels begin; names, codes and drawings in templates look different.
SENTENCE = re.compile(r"[A-Z][a-z]+\b")
NOT_FOR_READERS = {
    "True",  # the value of a ticked box that Python filled in
}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_says_nothing_in_english_alone(template: Path) -> None:
    assert untranslated(template.read_text()) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>{% if late %}Sorry{% endif %}</p>", ["Sorry"]),
        ('<img alt="A tree">', ["A tree"]),
        ('{{ button("Go on", url) }}', ["Go on"]),
        ('<h1 class="page">{{ _("Hello") }}</h1>', []),
        ("{% trans %}Hello{% endtrans %}", []),
        ("<style>p { color: red }</style>", []),
    ],
)
def test_a_forgotten_text_is_noticed(source: str, found: list[str]) -> None:
    assert untranslated(source) == found


def untranslated(source: str) -> list[str]:
    return [*words_between_tags(source), *words_in_expressions(JINJA.parse(source))]


def words_between_tags(source: str) -> list[str]:
    """What a reader sees or hears of the template's own text, outside {{ }} and {% trans %}."""
    reader = Reader()
    reader.feed("".join(own_text(source)))
    reader.close()
    return reader.words


def own_text(source: str) -> Iterator[str]:
    is_translated = False
    before = ""
    for _, kind, value in JINJA.lex(source):
        if before == "block_begin" and kind == "name":
            is_translated = value == "trans" or (is_translated and value != "endtrans")
        if kind != "whitespace":
            before = kind
        if kind == "data" and not is_translated:
            yield value


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.is_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_code = tag in ("script", "style")
        self.words += [value for name, value in attrs if name in READ_OUT and value and WORD.search(value)]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - HTMLParser calls it so
        self.is_code = False

    def handle_data(self, data: str) -> None:
        if not self.is_code and WORD.search(ATTRIBUTE.sub("", data)):
            self.words.append(data.strip())


def words_in_expressions(node: nodes.Node) -> Iterator[str]:
    """Sentences handed to macros and filters without going through gettext."""
    match node:
        case nodes.Call(node=nodes.Name(name=name)) if name in TRANSLATING:
            return
        case nodes.Const(value=str(text)) if SENTENCE.match(text) and text not in NOT_FOR_READERS:
            yield text
    for child in node.iter_child_nodes():
        yield from words_in_expressions(child)
