"""Settings that are wrong stop the start, in one line that names them and gives no password away."""

import pytest

from services.notify.settings import Settings, SmtpServer, smtp_server
from shared.settings import load


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://127.0.0.1:2525", SmtpServer(scheme="smtp", host="127.0.0.1", port=2525)),
        ("smtp://mail.witten.example", SmtpServer(scheme="smtp", host="mail.witten.example", port=25)),
        (
            "smtp+starttls://win%40witten.example:p%3Aw@mail.witten.example",
            SmtpServer(
                scheme="smtp+starttls", host="mail.witten.example", port=587, user="win@witten.example", password="p:w"
            ),
        ),
        ("smtps://[::1]", SmtpServer(scheme="smtps", host="::1", port=465)),
    ],
)
def test_an_address_says_how_to_reach_the_mail_server(url: str, server: SmtpServer) -> None:
    assert smtp_server(url) == server


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMTP_URL", "http://ada:sesame@mail.example"),
        ("SMTP_URL", "smtp://ada:sesame@mail.example:notaport"),
        ("SMTP_URL", "smtp://"),
        ("SMTP_URL", "smtp://ada:sesame@mail.example/path"),
        ("NOTIFY_FROM", "WIN <win@witten.example>"),
        ("NOTIFY_FROM", "win@witten.example\nBcc: eve@spam.example"),
        ("NOTIFY_FROM", "our-calendar-of-events@witten.example"),
        ("NOTIFY_INTAKE_PORT", "65536"),
        ("NOTIFY_INTAKE_PROTOCOL", "pop3"),
        ("NOTIFY_SETTLING_SECONDS", "-1"),
        ("NOTIFY_SETTLING_SECONDS", "soon"),
        ("NOTIFY_QUIET_FROM", "25:00"),
        ("NOTIFY_QUIET_UNTIL", "7"),
    ],
)
def test_a_wrong_value_stops_the_start(environment: dict[str, str], name: str, value: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        load(Settings, "notify", environment | {name: value})

    said = str(stopped.value)
    assert name.lower() in said.lower()
    assert "\n" not in said
    assert "sesame" not in said
