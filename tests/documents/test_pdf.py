"""Papers: the same data gives the same bytes, and data is text whatever it looks like."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from iop.documents import pdf
from iop.pages.pdf import answer

PAPER = {
    "title": "Attendance letter",
    "clinic": "Harbor Clinic",
    "clinic_lines": ["12 Main Street", "617-555-0100"],
    "text": "To whom it may concern.\n\nMaría Peña attended.",
    "facts": [["From", dt.date(2026, 3, 2)], ["Hours", 9]],
    "columns": ["Day", "Hours"],
    "rows": [["Mon", "3"], ["Wed", "3"]],
    "footer": "42 CFR part 2 prohibits unauthorized use or disclosure of these records.",
    "reference": "ref-1",
    "signed_under": "Dr. Núñez",
}
HOSTILE = (
    '"] #panic("out") $x$ *bold* _it_ <label> @ref \\ `raw` // gone /* gone */ #sys.inputs #read("/etc/passwd")'
    " #let a = 1; ${7*7} {{7*7}} </script>"
)


def read(paper: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(paper))


def text_of(paper: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(paper).pages).split())


def test_a_paper_says_what_it_was_given():
    said = text_of(pdf.render("sample", PAPER))
    for part in ("Harbor Clinic", "12 Main Street", "Attendance letter", "María Peña attended.", "2026-03-02", "9"):
        assert part in said


def test_the_notice_and_the_page_stand_at_the_foot():
    said = text_of(pdf.render("sample", PAPER))
    assert "42 CFR part 2 prohibits unauthorized use" in said
    assert "Page 1 of 1" in said
    assert "ref-1" in said


def test_the_same_data_gives_the_same_bytes(at):
    at("2026-03-02 09:00")
    first = pdf.render("sample", PAPER)
    at("2027-04-05 10:00")
    assert pdf.render("sample", PAPER) == first


def test_other_data_gives_other_bytes():
    assert pdf.render("sample", PAPER) != pdf.render("sample", {**PAPER, "reference": "ref-2"})


def test_nothing_in_the_data_is_markup():
    said = text_of(pdf.render("sample", {**PAPER, "text": HOSTILE, "title": HOSTILE, "clinic": HOSTILE}))
    assert "".join(said.split()).count("".join(HOSTILE.split())) == 3


def test_every_page_is_counted_and_carries_the_notice():
    paper = read(pdf.render("sample", {**PAPER, "text": "A line.\n\n" * 200}))
    assert len(paper.pages) > 2
    for number, page in enumerate(paper.pages, start=1):
        assert f"Page {number} of {len(paper.pages)}" in page.extract_text()
        assert "42 CFR part 2" in page.extract_text()


def test_a_long_notice_does_not_cover_the_text():
    notice = "This record which has been disclosed to you is protected by Federal confidentiality rules. " * 18
    last = read(pdf.render("sample", {**PAPER, "footer": notice, "text": "A line.\n\n" * 60})).pages[0]
    heights: dict[str, list[float]] = {"text": [], "foot": []}

    def see(part, matrix, *_rest):
        if part.strip() == "A line.":
            heights["text"].append(matrix[5])
        elif "disclosed to you" in part:
            heights["foot"].append(matrix[5])

    last.extract_text(visitor_text=see)
    assert min(heights["text"]) > max(heights["foot"]) > min(heights["foot"]) > 0


def test_spanish_papers_count_in_spanish():
    paper = read(pdf.render("sample", {**PAPER, "text": "¿Cuándo? áéíóúüñ ¡Así!"}, language="es"))
    assert "Página 1 de 1" in paper.pages[0].extract_text()
    assert "¿Cuándo? áéíóúüñ ¡Así!" in paper.pages[0].extract_text()
    assert paper.trailer["/Root"]["/Lang"] == "es"


def test_readers_by_ear_get_title_language_and_tags():
    root = read(pdf.render("sample", PAPER)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_accents_come_from_the_fonts_that_travel_along():
    fonts = {
        str(font) for page in read(pdf.render("sample", PAPER)).pages for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all("Libertinus" in name or "IndirectObject" in name for name in fonts)


@pytest.mark.parametrize("strange", ["李小龍", "\x00\x07\u202e", "😀", "\ufffe", "\ud800", "ไทย"])
def test_letters_without_a_font_do_not_stop_a_paper(strange):
    assert "Mr." in text_of(pdf.render("sample", {**PAPER, "text": f"Mr. {strange}"}))


@pytest.mark.parametrize("name", ["nothing", "../pdf", "/etc/passwd", "", "house.typ", "Sample"])
def test_only_papers_that_exist_are_made(name):
    with pytest.raises(ValueError, match="no paper"):
        pdf.render(name, PAPER)


def test_a_row_of_the_database_is_not_put_on_paper():
    with pytest.raises(TypeError):
        pdf.render("sample", {"text": object()})


def test_an_answer_is_kept_nowhere():
    response = answer(b"%PDF-", "attendance-letter")
    assert response["Cache-Control"] == "no-store, private"
    assert response["Content-Disposition"] == 'attachment; filename="attendance-letter.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_an_answer_may_be_looked_at():
    assert answer(b"%PDF-", "consent", inline=True)["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize("name", ["Maria Peña", "Letter for MP", "letter_1", 'x"; y', "../a", ""])
def test_the_name_of_a_file_can_hold_nobodys_name(name):
    with pytest.raises(ValueError, match="coded word"):
        answer(b"%PDF-", name)
