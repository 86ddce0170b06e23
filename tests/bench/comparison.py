"""Figures beside their references, as lines of a table."""

from collections.abc import Callable, Sequence
from statistics import median, quantiles
from textwrap import indent

from msgspec import Struct

from tests.bench.load import Measured


class Line(Struct, frozen=True, kw_only=True):
    what: str
    unit: str
    figure: float
    reference: float
    # Of each round to the reference's round beside it, where there are rounds.
    ratios: list[float] = []
    # Printed below the line.
    note: str = ""

    @property
    def ratio(self) -> float:
        return median(self.ratios) if self.ratios else self.figure / self.reference


class Compared(Struct, frozen=True, kw_only=True):
    """The rounds of a subject and of its reference."""

    subject: list[Measured]
    reference: list[Measured]


def compare(subject: Callable[[], Measured], reference: Callable[[], Measured], *, rounds: int) -> Compared:
    """Measure both in turn, so that what else the machine does meanwhile strikes both; a first round only warms up."""
    pairs = [(subject(), reference()) for _ in range(rounds + 1)][1:]
    return Compared(subject=[pair[0] for pair in pairs], reference=[pair[1] for pair in pairs])


def rate(what: str, compared: Compared) -> Line:
    """Answers per second, the medians of the rounds; what else the machine did meanwhile is not in their ratio."""
    return Line(
        what=what,
        unit="/s",
        figure=median_rate(compared.subject),
        reference=median_rate(compared.reference),
        ratios=[
            subject.per_second / reference.per_second
            for subject, reference in zip(compared.subject, compared.reference, strict=True)
        ],
    )


def median_rate(rounds: Sequence[Measured]) -> float:
    return median(each.per_second for each in rounds)


def times(what: str, figure: Sequence[float], reference: Sequence[float]) -> list[Line]:
    """Median and 99th percentile of durations in seconds."""
    return [
        Line(what=f"{what}, median", unit="ms", figure=1000 * median(figure), reference=1000 * median(reference)),
        Line(what=f"{what}, p99", unit="ms", figure=1000 * p99(figure), reference=1000 * p99(reference)),
    ]


def p99(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=100, method="inclusive")[-1]


def seconds_of(rounds: Sequence[Measured]) -> list[float]:
    return [seconds for each in rounds for seconds in each.seconds]


def table(title: str, lines: Sequence[Line]) -> str:
    return "\n".join(["", title, row("", "figure", "reference", "ratio"), *map(row_of, lines)])


def row_of(line: Line) -> str:
    written = row(line.what, amount(line.figure, line.unit), amount(line.reference, line.unit), f"{line.ratio:.2f}")
    return f"{written}\n{indent(line.note, '      ')}" if line.note else written


def row(what: str, figure: str, reference: str, ratio: str) -> str:
    return f"  {what:<52}{figure:>12}{reference:>12}{ratio:>8}"


def amount(number: float, unit: str) -> str:
    return f"{number:,.0f} {unit}" if number >= 100 else f"{number:,.1f} {unit}"
