"""How far an edition has come on its way to its readers."""

from msgspec import Struct


class Progress(Struct, frozen=True, kw_only=True):
    """Of all `reader_count` readers: to how many it was sent, whose server said no, and who did not want it any more.

    `bounced_count` are those whose address turned out not to work, also after the mail was taken.
    """

    reader_count: int
    sent_count: int
    failed_count: int
    skipped_count: int
    bounced_count: int

    @property
    def done_percent(self) -> int:
        return 100 * (self.reader_count - self.left_count) // self.reader_count if self.reader_count else 100

    @property
    def left_count(self) -> int:
        return max(0, self.reader_count - self.sent_count - self.failed_count - self.skipped_count)
