"""The languages that pages and mails are in."""

from typing import get_args

import msgspec
import pytest
from babel import Locale

from services.registration.domain.sign_up_settings import Translated
from shared.formats import language_name
from shared.messages.event_details import EventText
from shared.translations import LANGUAGE_CODES, LanguageCode, closest, plain


def test_mails_can_be_had_and_questions_asked_in_every_language_of_the_pages() -> None:
    assert get_args(LanguageCode) == LANGUAGE_CODES
    assert set(LANGUAGE_CODES) <= {each.encode_name for each in msgspec.structs.fields(Translated)}


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_every_language_has_dates_and_a_name(code: str) -> None:
    assert Locale(plain(code)).days
    assert language_name(code, "en") != code


def test_easy_german_is_german_in_all_but_its_texts() -> None:
    assert plain("de-simple") == "de"
    assert language_name("de-simple", "en") == "Easy German"


def test_where_easy_german_is_missing_german_is_read_before_the_original() -> None:
    original, german, easy = (EventText(language=code, title="", description="") for code in ("uk", "de", "de-simple"))

    assert closest([german, easy], "de-simple", original) == easy
    assert closest([german], "de-simple", original) == german
    assert closest([german], "fr", original) == original
