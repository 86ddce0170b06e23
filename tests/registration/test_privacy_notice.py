"""The privacy notice that people agree to: nobody changes a word of it without a new version."""

import hashlib
import re

import httpx
import pytest

from services.registration.domain.privacy_notice import NOTICE_VERSION
from shared.translations import LANGUAGE_CODES

# Of the words in all languages. Who changes some writes a new version, and adds its digest: people agreed to these.
DIGESTS = {
    1: "ac7c8a268803626c126a992a286d2ff32adbfe83ebf87814aa69719165e5d46e",
    2: "984c555aad6f971d3a49ef266f13f5cd75027bc4391577a23dea87eab28f24ce",
}


@pytest.mark.parametrize("version", range(1, NOTICE_VERSION + 1))
async def test_the_words_of_a_version_stay_as_they_were_agreed_to(web: httpx.AsyncClient, version: int) -> None:
    words = [
        " ".join(re.sub(r"<[^>]+>", " ", text).split())
        for code in LANGUAGE_CODES
        for text in re.findall(
            r'<div class="prose">(.*?)</div>',
            (await web.get(f"/register/privacy?version={version}&lang={code}")).text,
            re.DOTALL,
        )
    ]

    assert len(set(words)) == len(LANGUAGE_CODES)
    assert hashlib.sha256("\n".join(words).encode()).hexdigest() == DIGESTS[version]


async def test_the_newest_version_is_shown_and_an_unknown_one_is_a_mistake(web: httpx.AsyncClient) -> None:
    newest = await web.get("/register/privacy")

    assert f"Version {NOTICE_VERSION}" in newest.text
    assert [
        (await web.get(f"/register/privacy?version={version}")).status_code
        for version in (0, NOTICE_VERSION + 1, "old")
    ] == [422, 422, 422]
