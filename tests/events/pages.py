"""Pages as a browser without scripts reads them: what their forms would send."""

from html.parser import HTMLParser
from typing import Any


class Controls(HTMLParser):
    """The fields of all forms of a page, by the address that each form is sent to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, list[str]]] = {}
        self.sent: dict[str, list[str]] = {}
        self.select = ""
        self.textarea: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self.sent = self.forms.setdefault(given.get("action") or "", {})
        elif tag == "input" and name:
            if given.get("type") not in {"checkbox", "radio"} or "checked" in given:
                self.sent.setdefault(name, []).append(value)
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            if "selected" in given or self.select not in self.sent:
                self.sent[self.select] = [value]
        elif tag == "textarea":
            self.textarea = name
            self.sent[name] = [""]

    def handle_data(self, data: str) -> None:
        if self.textarea is not None:
            self.sent[self.textarea][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.textarea is not None:
            # The line end after the tag is not part of the text, and browsers send both characters of each other one.
            typed = self.sent[self.textarea][0].removeprefix("\n")
            self.sent[self.textarea] = [typed.replace("\n", "\r\n")]
            self.textarea = None
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.sent = {}


def form_in(page: str, action: str) -> dict[str, Any]:
    """What the form that is sent to this address would send, unless somebody changes it."""
    return Controls(page).forms[action]
