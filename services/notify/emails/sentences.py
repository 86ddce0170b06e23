"""Which sentences a mail is made of: those in its template, and those that stand in many mails."""

from collections.abc import Iterator

from jinja2 import Environment

from services.notify.domain.mail import MailKind
from services.notify.domain.own_text import Sentence
from services.notify.emails import HERE, source_of, words

IN_MANY = "all"


def sentences_of(environment: Environment, part: MailKind | str) -> list[Sentence]:
    """In the order in which they stand there, each once; `IN_MANY` are those that several kinds share."""
    if part != IN_MANY:
        return list(dict.fromkeys(sentences_in(environment, f"{part}.txt")))
    shared = [each for path in sorted(HERE.glob("_[a-z]*")) for each in sentences_in(environment, path.name)]
    return list(dict.fromkeys([*shared, *(Sentence(singular=text) for text in words.SPOKEN)]))


def sentences_in(environment: Environment, template: str) -> Iterator[Sentence]:
    found = environment.extract_translations(source_of(template))  # type: ignore[attr-defined]  # added by the extension
    for _, function, said in found:
        texts = [said] if isinstance(said, str) else [each for each in said if each is not None]
        yield Sentence(singular=texts[0], plural=texts[1] if function == "ngettext" else None)
