"""A page as a program without a browser can look at it: what its form says."""

from html.parser import HTMLParser


class Form(HTMLParser):
    """The fields of a page's forms by name: their values, and the problem that stands beside each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.marked: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.textarea = self.paragraph = ""
        self.feed(html)

    @property
    def problems(self) -> dict[str, str]:
        """The sentence beside each field that is marked as wrong."""
        return {name: self.texts[ids.split()[-1]].strip() for name, ids in self.marked.items()}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if "aria-invalid" in found:
            self.marked[name or found["id"].removeprefix("field-")] = found["aria-describedby"]
        match tag:
            case "input" if found.get("type") != "checkbox" or "checked" in found:
                self.values[name] = found.get("value", "")
            case "textarea":
                self.textarea = name
                self.values[name] = ""
            case "select":
                self.select = name
            case "option" if "selected" in found:
                self.values[self.select] = found["value"]
            case "p":
                self.paragraph = found.get("id", "")

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.values[self.textarea] += data.removeprefix("\n")
        if self.paragraph:
            self.texts[self.paragraph] = self.texts.get(self.paragraph, "") + data

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "textarea":
                self.textarea = ""
            case "p":
                self.paragraph = ""
