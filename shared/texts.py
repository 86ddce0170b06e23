"""Text that people typed, as it should be kept, and what no text may hold."""

import re
import unicodedata

from shared.translations import N_

# C0 and C1 controls but tab and line end, the marks that turn the direction of all that follows (Trojan Source), and
# what XML cannot hold.
CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
# Formats such as zero-width spaces, separators, marks without a letter; and the letters that are drawn as nothing.
INVISIBLE = frozenset({"Cf", "Cn", "Zs", "Zl", "Zp", "Mn", "Me"})
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
TAG = re.compile(r"<[a-zA-Z/!?][^>]*>")
LINE_END = re.compile(r"[\n\u2028\u2029]")


def tidy(text: str) -> str:
    """Composed (NFC), trimmed, line ends as `\\n`; nothing when there is nothing to see."""
    if is_plain(text):
        return text.strip()
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()
    return text if any(is_visible(character) for character in text) else ""


def problem_with(text: str, form: str) -> str | None:
    """The sentence to say, if there is one; the form is as in `shared/forms.py`."""
    if is_plain(text):
        return None
    if CONTROL_CHARACTER.search(text):
        return N_("Please remove the invisible control characters.")
    if TAG.search(text):
        return N_("Please write plain text, without HTML tags.")
    if form != "prose" and LINE_END.search(text):
        return N_("Please write this on one line.")
    return None


def is_plain(text: str) -> bool:
    """Whether it is one line of ASCII in which nothing can be wrong, as most is; to look closer takes longer."""
    return text.isascii() and text.isprintable() and "<" not in text


def is_visible(character: str) -> bool:
    return unicodedata.category(character) not in INVISIBLE and character not in BLANKS
