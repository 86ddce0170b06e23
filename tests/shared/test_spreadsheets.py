"""Tables for spreadsheets: nothing that people typed is calculated, and it can all be read back."""

import csv
import io
import zipfile
from datetime import date, datetime
from xml.etree import ElementTree as ET

import pytest

from shared.spreadsheets import WIDEST, Cell, csv_of, harmless, xlsx_of

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULAS = (
    "=1+1",
    "+49 2302 581",
    "-5",
    "−5",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://evil.example";"x")',
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
    "  =1+1",
    "\u200b=1+1",
)


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_cell_that_looks_like_a_formula_becomes_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Sprachcafé", "1 = 1", "", "'", "Ольга", "مريم", -5, None])
def test_what_is_harmless_stays_as_it_is(cell: str | int | None) -> None:
    assert harmless(cell) == cell


def test_a_csv_is_read_back_as_it_was_written() -> None:
    row: list[Cell] = ["Müller; Ada", 'a "b"', "two\nlines", 3, None, datetime(2027, 5, 31, 18, 30), date(2027, 5, 31)]

    written = csv_of(["Ім'я", "b", "c", "d", "e", "f", "g"], [row])

    assert written.startswith("\ufeffІм'я;".encode())
    assert list(csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=";"))[1] == [
        *("Müller; Ada", 'a "b"', "two\nlines", "3", ""),
        *("2027-05-31 18:30", "2027-05-31"),
    ]


def test_a_spreadsheet_has_texts_numbers_and_times_but_no_formulas_and_no_links() -> None:
    rows: list[list[Cell]] = [[each, 3, datetime(2027, 5, 31, 18, 30)] for each in (*FORMULAS, "https://a.example")]
    sheet = sheet_of(xlsx_of(["=Name", "Size", "When"], rows, direction="ltr"))

    assert sheet.findall(f".//{SHEET}f") == []
    assert sheet.findall(f".//{SHEET}hyperlink") == []
    kinds = [[cell.get("t") for cell in row] for row in sheet.iter(f"{SHEET}row")]
    assert kinds == [["inlineStr"] * 3] + [["inlineStr", None, None]] * len(rows)


def test_the_heading_of_a_spreadsheet_stays_and_columns_are_as_wide_as_what_is_in_them() -> None:
    sheet = sheet_of(xlsx_of(["Name", "Note"], [["Alexandra Müller", "x" * 500]], direction="ltr"))

    pane = sheet.find(f".//{SHEET}pane")
    assert pane is not None
    assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
    widths = [float(column.get("width") or 0) for column in sheet.iter(f"{SHEET}col")]
    assert len("Alexandra Müller") < widths[0] < 25 < widths[1] < WIDEST + 2


def test_an_arabic_spreadsheet_begins_at_the_right() -> None:
    view = sheet_of(xlsx_of(["الاسم"], [], direction="rtl")).find(f".//{SHEET}sheetView")

    assert view is not None
    assert view.get("rightToLeft") == "1"


def sheet_of(content: bytes) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return ET.fromstring(packed.read("xl/worksheets/sheet1.xml"))
