"""The privacy notice that people agree to: nobody changes a word of it without a new version."""

import hashlib
import re

import httpx
import pytest

from services.registration.domain.privacy_notice import NOTICE_VERSION
from shared.translations import LANGUAGE_CODES

# Of the words in each language. Who changes some writes a new version, and adds its digests: people agreed to these.
DIGESTS = {
    1: {
        "de": "e3775a04e18b5870dbeecb6b086b2c04445414c353e0d502f6320e5b0ddc6910",
        "de-simple": "961740fd8b3a12ac78c32da9f5ea16f291afb37dfe720e757648eab0043a0e0d",
        "en": "6cd50213cdb883d62c3970e32c48b93c273bca84280fa940fc8d0b99782db33b",
        "uk": "50eb482ceb8fa940801b0e30888fbc19df856d386d27eb711e4ef84ebdf3bbcd",
        "ru": "68b5f34cd00fa9aec61d4b24122b0f03966544f52ea7dea6a52f903aadbf6de3",
        "ar": "fcee968803a5c59cd60bcd484c5e03d8c4d53f1c9285f7c27aa1071c0defcad6",
        "fa": "af2f1541369446945da15b1fb89e5172475be2feaa9fa3cae68ec031c061bafd",
        "tr": "d33d03fcf15283e761b061a7063e201805dd7267f36f17c925f0913e8c040247",
        "fr": "0f88d66f3bfa833e840d76b44f27797a257f30f60c789c7ed2d982ba44ae15e6",
    },
    2: {
        "de": "d54df5afd0d7cb98e32e6ba446f17288a39d2b3792cccdb44318be50a37184a9",
        "de-simple": "3c194f68efbd31ce8978d4e3ca0892ab30b414da8caeed24fa15bc0cd0928541",
        "en": "36d7264db47dad557c74521de44d281c545495890ce974fa8f3103bde923b171",
        "uk": "78e53f187b378d35514bfa9195f9aa909ec12ad8cf3a33c40beca505fc15ea91",
        "ru": "3dbab671d2381e6583fa454171ebc19d9be3030c117fbb90257308754f01c52d",
        "ar": "855f54053f3272c5261e1cb8c38a8ac30f8c11359a9a47f0950dfa3530eb1854",
        "fa": "eb94ad2c70b86192ce875576ce841d2dc861eda187632fd90c9b4ad2a696a428",
        "tr": "31c4225f123338b38e434648ec3f9c3b7a5e9de21f916fb97809ffeb4afbe307",
        "fr": "12d6f5f6aa4285e7109729de566ea18cbfffaa2b43ab25a8f556bf43d7840291",
    },
}


@pytest.mark.parametrize("code", LANGUAGE_CODES)
@pytest.mark.parametrize("version", range(1, NOTICE_VERSION + 1))
async def test_the_words_of_a_version_stay_as_they_were_agreed_to(
    web: httpx.AsyncClient, version: int, code: str
) -> None:
    page = (await web.get(f"/register/privacy?version={version}&lang={code}")).text
    words = " ".join(re.sub(r"<[^>]+>", " ", page.partition('<div class="prose">')[2].partition("</div>")[0]).split())

    assert hashlib.sha256(words.encode()).hexdigest() == DIGESTS[version][code]


def test_each_language_has_words_of_its_own() -> None:
    assert all(len(set(digests.values())) == len(LANGUAGE_CODES) for digests in DIGESTS.values())


async def test_the_newest_version_is_shown_and_an_unknown_one_is_a_mistake(web: httpx.AsyncClient) -> None:
    newest = await web.get("/register/privacy")

    assert f"Version {NOTICE_VERSION}" in newest.text
    assert [
        (await web.get(f"/register/privacy?version={version}")).status_code
        for version in (0, NOTICE_VERSION + 1, "old")
    ] == [422, 422, 422]
