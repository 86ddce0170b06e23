"""The privacy notice that people agree to: nobody changes a word of it without a new version."""

import hashlib
import re

import httpx
import pytest

from services.registration.domain.privacy_notice import NOTICE_VERSION
from shared.translations import LANGUAGE_CODES

# Of the words in each language, by version. Who changes some writes a new version, and adds its digests: people agreed
# to these. A language that comes later adds its own to all versions.
DIGESTS = {
    "de": ("e3775a04e18b5870", "d54df5afd0d7cb98"),
    "en": ("6cd50213cdb883d6", "36d7264db47dad55"),
    "uk": ("50eb482ceb8fa940", "78e53f187b378d35"),
    "ru": ("68b5f34cd00fa9ae", "3dbab671d2381e65"),
    "ar": ("fcee968803a5c59c", "855f54053f3272c5"),
    "fr": ("0f88d66f3bfa833e", "12d6f5f6aa4285e7"),
}


@pytest.mark.parametrize("version", range(1, NOTICE_VERSION + 1))
async def test_the_words_of_a_version_stay_as_they_were_agreed_to(web: httpx.AsyncClient, version: int) -> None:
    words = {code: await notice(web, version, code) for code in LANGUAGE_CODES}

    assert len(set(words.values())) == len(LANGUAGE_CODES)
    assert {code: digest(text) for code, text in words.items()} == {
        code: digests[version - 1] for code, digests in DIGESTS.items()
    }


async def notice(web: httpx.AsyncClient, version: int, code: str) -> str:
    page = await web.get(f"/register/privacy?version={version}&lang={code}")
    [text] = re.findall(r'<div class="prose">(.*?)</div>', page.text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


async def test_the_newest_version_is_shown_and_an_unknown_one_is_a_mistake(web: httpx.AsyncClient) -> None:
    newest = await web.get("/register/privacy")

    assert f"Version {NOTICE_VERSION}" in newest.text
    assert [
        (await web.get(f"/register/privacy?version={version}")).status_code
        for version in (0, NOTICE_VERSION + 1, "old")
    ] == [422, 422, 422]
