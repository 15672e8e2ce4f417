"""A report as a file: CSV, and a workbook whose numbers are numbers."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from iop.core.words import say
from iop.reports.shapes import Column, Number, Report, Result, Unit

HIDDEN = "*"
TOTAL = say("Total")
FORMATS = {
    Unit.PEOPLE: "#,##0", Unit.COUNT: "#,##0", Unit.DAYS: "#,##0.0", Unit.NUMBER: "#,##0.0", Unit.PERCENT: "0.0%",
    Unit.MINUTES: "#,##0.0", Unit.CENTS: "#,##0.00",
}  # fmt: skip


def value_of(column: Column, number: Number | dt.date) -> Any:
    """A number as files carry it: hours with decimals, money in its currency, shares in percent; nothing where none is."""
    if number is None or isinstance(number, dt.date):
        return number
    if column.unit == Unit.MINUTES:
        return (Decimal(number) / 60).quantize(Decimal("0.01"))
    return (Decimal(number) / 100).quantize(Decimal("0.01")) if column.unit == Unit.CENTS else number


def harmless(value: Any) -> str:
    """Words that a spreadsheet would run as a formula get a quote before them; numbers stay numbers."""
    text = "" if value is None else str(value)
    is_words = not isinstance(value, (int, Decimal))
    return f"'{text}" if is_words and text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def csv_text(result: Result, facts: Iterable[tuple[str, str]]) -> str:
    """Write a report as CSV: what it is about first, then the table with its totals."""
    out = io.StringIO()
    writer = csv.writer(out)
    for line in (*facts, ()):
        writer.writerow([harmless(cell) for cell in line])
    for cells in lines(result):
        writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def lines(result: Result) -> Iterator[list[Any]]:
    """Give the table line by line: headings, rows, totals."""
    yield ["key", str(result.first_label), *(_heading(column) for column in result.columns)]
    for row in result.rows:
        yield [row.key, str(row.label), *_cells(result, row.cells)]
    if result.totals is not None:
        yield ["total", "", *_cells(result, result.totals)]


def _cells(result: Result, cells: Mapping[str, Number | dt.date]) -> list[Any]:
    hides = bool(cells) and all(value is None for value in cells.values())
    return [HIDDEN if hides else value_of(column, cells.get(column.key)) for column in result.columns]


def _heading(column: Column) -> str:
    """A heading with its unit: numbers in files stand alone."""
    unit = {Unit.MINUTES: "h", Unit.CENTS: "$", Unit.PERCENT: "%"}.get(column.unit)
    return f"{column.label} ({unit})" if unit else str(column.label)


def workbook(report: Report, result: Result, facts: Iterable[tuple[str, str]]) -> bytes:
    """Write a report as a workbook: the table with frozen headings, and a sheet that says what it is about."""
    # Loaded with the first workbook: most workers never write one.
    import xlsxwriter

    out = io.BytesIO()
    # Words stay words: a cell that begins with "=" is no formula, an address no link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": str(report.title)})
    _table(book, result)
    sheet = book.add_worksheet("About")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    for line, (name, words) in enumerate(facts):
        sheet.write_string(line, 0, name)
        sheet.write_string(line, 1, words)
    book.close()
    return out.getvalue()


def _table(book: Any, result: Result) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {unit: book.add_format({"num_format": shape}) for unit, shape in FORMATS.items()}
    sums = {unit: book.add_format({"num_format": shape, "bold": True, "top": 1}) for unit, shape in FORMATS.items()}
    sheet = book.add_worksheet("Report")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, max(1, len(result.columns)), 16)
    sheet.freeze_panes(1, 1)
    sheet.write_string(0, 0, str(result.first_label), bold)
    for place, column in enumerate(result.columns, start=1):
        sheet.write_string(0, place, _heading(column), bold)
    for line, row in enumerate(result.rows, start=1):
        sheet.write_string(line, 0, str(row.label))
        _line(sheet, line, result, row.cells, formats)
    if result.totals is not None:
        line = len(result.rows) + 1
        sheet.write_string(line, 0, str(TOTAL), sums[Unit.COUNT])
        _line(sheet, line, result, result.totals, sums)


def _line(
    sheet: Any, line: int, result: Result, cells: Mapping[str, Number | dt.date], formats: Mapping[Unit, Any]
) -> None:
    for place, (column, value) in enumerate(zip(result.columns, _cells(result, cells), strict=True), start=1):
        if value == HIDDEN:
            sheet.write_string(line, place, HIDDEN)
        elif value is not None:
            number = float(value) / 100 if column.unit == Unit.PERCENT else float(value)
            sheet.write_number(line, place, number, formats[column.unit])
