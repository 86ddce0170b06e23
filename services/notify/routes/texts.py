"""The operator's own words for mails, and how the mails look with them in all languages."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import MediaType, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.notify.commands.keep_texts import keep_texts
from services.notify.domain.mail import MailKind
from services.notify.domain.mail_names import KIND_NAMES
from services.notify.domain.own_text import PLACEHOLDER, OwnText, Sentence, checked
from services.notify.emails import Emails
from services.notify.emails.samples import SAMPLES
from services.notify.emails.sentences import IN_MANY, sentences_of
from services.notify.tables import texts
from shared.access import Who
from shared.forms import Form
from shared.problems import Invalid, NotFound
from shared.texts import tidy
from shared.translations import LANGUAGE_CODES, LANGUAGES, N_, Language, catalogue, language, plural_examples
from shared.web import Request, Transaction, language_of, page, principal_of, see_other, typed_form

IN_MANY_NAME = N_("In several mails")
# A mail brings its own style sheet; nothing else in it does anything.
# So that it stays in its place in texts that are written from the right.
ISOLATED = "\u2068\\g<0>\u2069"
FRAME_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'"


@get("/portal/mails/texts", who=Who.COORDINATOR, include_in_schema=False)
async def list_texts(request: Request, db: Transaction) -> Response[str]:
    own = {text.sentence for text in await texts.list_all(db)}
    emails = emails_of(request)
    parts = [
        (part, name, len(own & {each.singular for each in sentences_of(emails.pages.environment, part)}))
        for part, name in [(IN_MANY, IN_MANY_NAME), *KIND_NAMES.items()]
    ]
    return page(request, "texts.html", parts=parts)


@get("/portal/mails/texts/{part:str}", who=Who.COORDINATOR, include_in_schema=False)
async def show_texts(request: Request, db: Transaction, part: FromPath[str]) -> Response[str]:
    own = await texts.list_all(db)
    return texts_page(request, part, own, typed=typed_of(own, chosen(request).code))


@post("/portal/mails/texts/{part:str}", who=Who.COORDINATOR, include_in_schema=False)
async def save_texts(request: Request, db: Transaction, part: FromPath[str]) -> Response[str] | Redirect:
    """`deed` is `save`, or `preview` to see the mail in these words first."""
    form = await typed_form(request)
    code = chosen(request).code
    own = await texts.list_all(db)
    typed = {each: forms_typed(each, form, code) for each in sentences(request, part)}
    try:
        if form.get("deed") == "preview":
            return texts_page(request, part, with_typed(own, typed, code), typed=form, is_preview=True)
        await keep_texts(db, code, typed, by=principal_of(request).member_id)
    except Invalid as problem:
        return texts_page(request, part, own, typed=form, problem=problem)
    return see_other(f"/portal/mails/texts/{part}?language={code}")


@get("/portal/mails/texts/{part:str}/sample", who=Who.COORDINATOR, include_in_schema=False)
async def show_sample(request: Request, db: Transaction, part: FromPath[str]) -> Response[str]:
    """The mail as HTML, for a frame."""
    kind = kind_of(part)
    emails = emails_of(request).with_own(await texts.list_all(db))
    words = emails.write(kind, chosen(request).code, SAMPLES[kind])
    return Response(words.html, media_type=MediaType.HTML, headers={"Content-Security-Policy": FRAME_POLICY})


def texts_page(
    request: Request,
    part: str,
    own: Sequence[OwnText],
    *,
    typed: Mapping[str, Any],
    is_preview: bool = False,
    problem: Invalid | None = None,
) -> Response[str]:
    kind = kind_of(part)
    emails = emails_of(request).with_own(own)
    reader = chosen(request)
    return page(
        request,
        "texts_of_mail.html",
        part=part,
        name=IN_MANY_NAME if part == IN_MANY else KIND_NAMES[kind],
        chosen=reader,
        form=TextsForm(
            labels_in(sentences(request, part), reader.code), catalogue(language_of(request).code), typed, problem
        ),
        is_preview=is_preview,
        samples=[(each, emails.write(kind, each.code, SAMPLES[kind])) for each in LANGUAGES],
    )


class TextsForm(Form):
    """A field for each form of each sentence; its label is what we say there, in the language that is chosen."""

    def label(self, name: str) -> str:
        return self.labels.get(name, name)


def labels_in(sentences: Sequence[Sentence], code: str) -> dict[str, str]:
    return {
        f"{sentence.key}-{number}": PLACEHOLDER.sub(ISOLATED, text)
        for sentence in sentences
        for number, text in enumerate(ours(sentence, code))
    }


def ours(sentence: Sentence, code: str) -> list[str]:
    """What we say there: one text for each plural form."""
    translations = catalogue(code)
    if sentence.plural is None:
        return [translations.gettext(sentence.singular)]
    return [translations.ngettext(sentence.singular, sentence.plural, number) for number in plural_examples(code)]


def with_typed(own: Sequence[OwnText], typed: Mapping[Sentence, Sequence[str]], code: str) -> list[OwnText]:
    """The operator's words with those that are not kept yet. Raises `Invalid`."""
    new = {sentence.singular: forms for sentence, forms in checked(typed).items()}
    others = [text for text in own if text.language != code or text.sentence not in new]
    return others + [OwnText(sentence=each, language=code, forms=forms) for each, forms in new.items() if forms]


def typed_of(own: Sequence[OwnText], code: str) -> dict[str, str]:
    """The fields of the form as they are kept."""
    return {
        f"{Sentence(singular=text.sentence).key}-{number}": form
        for text in own
        if text.language == code
        for number, form in enumerate(text.forms)
    }


def forms_typed(sentence: Sentence, form: Mapping[str, Any], code: str) -> list[str]:
    count = len(plural_examples(code)) if sentence.plural else 1
    return [tidy(str(form.get(f"{sentence.key}-{number}", ""))) for number in range(count)]


def sentences(request: Request, part: str) -> list[Sentence]:
    """Raises `NotFound`."""
    if part != IN_MANY:
        kind_of(part)
    return sentences_of(emails_of(request).pages.environment, part)


def kind_of(part: str) -> MailKind:
    """The kind to show; for what stands in many, one that has much of it. Raises `NotFound`."""
    if part == IN_MANY:
        return MailKind.EVENT_CHANGED
    try:
        return MailKind(part)
    except ValueError as error:
        raise NotFound("mail") from error


def chosen(request: Request) -> Language:
    """The language that is written in, beside the one that the page is read in."""
    code = request.query_params.get("language")
    return language(code) if code in LANGUAGE_CODES else language_of(request)


def emails_of(request: Request) -> Emails:
    emails: Emails = request.app.state.emails
    return emails


ROUTES = (list_texts, show_texts, save_texts, show_sample)
