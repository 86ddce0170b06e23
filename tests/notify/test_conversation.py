"""A mail on its way over the wire."""

from services.notify.domain.answer import Verdict
from services.notify.settings import Settings
from services.notify.smtp import Conversation, Outgoing
from tests.notify.postmaster import Postmaster


def a_mail(recipient: str, content: bytes = b"Subject: x\r\n\r\nx\r\n") -> Outgoing:
    return Outgoing(sender="a@witten.example", recipient=recipient, content=content)


async def test_without_its_end_the_server_has_no_mail(settings: Settings, postmaster: Postmaster) -> None:
    cut_off, whole = Conversation(settings), Conversation(settings)
    for conversation, recipient in ((cut_off, "ada@people.example"), (whole, "bob@people.example")):
        assert await conversation.announce(a_mail(recipient)) is None
        conversation.transfer(a_mail(recipient))

    cut_off.smtp.close()
    assert (await whole.hand_over()).verdict is Verdict.TAKEN
    await whole.close()

    assert postmaster.recipients == ["bob@people.example"]


async def test_a_line_of_one_dot_ends_no_mail(settings: Settings, postmaster: Postmaster) -> None:
    conversation, mail = Conversation(settings), a_mail("ada@people.example", b"Subject: x\r\n\r\n.\r\n..\r\nx\r\n")

    assert await conversation.announce(mail) is None
    conversation.transfer(mail)
    assert (await conversation.hand_over()).verdict is Verdict.TAKEN
    await conversation.close()

    assert postmaster.envelopes[0].original_content == mail.content
