"""Tables for spreadsheets, as CSV and XLSX, in which nothing that people typed is ever calculated."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

from shared.texts import is_visible

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Cell: TypeAlias = str | int | date | None

# What a spreadsheet may take for a formula (OWASP, CSV injection); also in the full width of East Asian keyboards.
FORMULA_STARTS = frozenset("=+-−@\t\r\n")
# A column is as wide as what is in it, so that it can be read, but no answer makes the others disappear.
NARROWEST, WIDEST = 6, 48
DAY_AND_TIME = "yyyy-mm-dd hh:mm"
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_of(heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte order mark and semicolons, as Excel opens it with a double click where numbers have a decimal
    comma, such as in Germany; times are `2027-05-31 18:30`.
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    for row in (heading, *rows):
        writer.writerow([harmless(in_words(cell)) for cell in row])
    return written.getvalue().encode("utf-8-sig")


def in_words(cell: Cell) -> str | int | None:
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d %H:%M}" if isinstance(cell, datetime) else cell.isoformat()
    return cell


def harmless(cell: str | int | None) -> str | int | None:
    """The cell so that no spreadsheet calculates it."""
    if not isinstance(cell, str):
        return cell
    first = next((character for character in cell if is_visible(character)), "")
    return f"'{cell}" if unicodedata.normalize("NFKC", first) in FORMULA_STARTS else cell


def xlsx_of(heading: Sequence[str], rows: Sequence[Sequence[Cell]], *, direction: str) -> bytes:
    """One sheet whose heading stays in sight; texts are texts, whatever they look like."""
    # Takes long, and few ask for it.
    import xlsxwriter

    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"constant_memory": True, "default_date_format": DAY_AND_TIME}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "bottom": 1})
        for column, name in enumerate(heading):
            sheet.set_column(column, column, width_of([name, *(row[column] for row in rows)]))
            sheet.write_string(0, column, name, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                write(sheet, number, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(heading) - 1)
        if direction == "rtl":
            sheet.right_to_left()
    return written.getvalue()


def write(sheet: "Worksheet", row: int, column: int, cell: Cell) -> None:
    """Each kind by its own method, since `write` makes formulas and links of texts that look like them."""
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell)
    elif cell is not None:
        sheet.write_number(row, column, cell)


def width_of(cells: Iterable[Cell]) -> int:
    longest = max(len(str(in_words(cell) or "")) for cell in cells)
    return min(max(longest + 2, NARROWEST), WIDEST)
