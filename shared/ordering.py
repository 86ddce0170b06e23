"""What people put in an order of their own."""

from collections.abc import Iterable
from uuid import UUID


def order_with(present: Iterable[UUID], moved: UUID, *, position: int) -> list[UUID]:
    """The ids in their order, with one of them at this position (from 1)."""
    ids = [each for each in present if each != moved]
    ids.insert(max(position - 1, 0), moved)
    return ids
