"""Filling in the forms of a page as somebody would who writes about the marked client."""

from __future__ import annotations

from html.parser import HTMLParser

from tests.privacy import leaks

BY_TYPE = {
    "tel": leaks.PHONE, "email": leaks.EMAIL, "date": leaks.BORN[0], "number": "3", "time": "10:00", "search": leaks.LAST, "password": "not-the-password",
    "datetime-local": "2026-03-04T10:00", "range": "5", "url": "https://example.org/",
}  # fmt: skip
SENT_AS_THEY_STAND = {"hidden", "submit", "button", "reset", "image"}


class Forms(HTMLParser):
    """Reads a page's forms: where each is posted to, and its fields filled in."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, list[str]]]] = []
        self._fields: dict[str, list[str]] | None = None
        self._choosing = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self._fields = {} if (given.get("method") or "").lower() == "post" else None
            if self._fields is not None:
                self.found.append((given.get("action") or "", self._fields))
        elif self._fields is not None and given.get("name"):
            getattr(self, f"_{tag}", lambda *_: None)(given["name"], given)
        if tag == "option" and self._fields is not None and self._choosing and given.get("value"):
            first = self._choosing not in self._fields
            self._fields[self._choosing] = (
                [given["value"]] if first or "selected" in given else self._fields[self._choosing]
            )

    def handle_endtag(self, tag):
        if tag == "form":
            self._fields = None
        if tag == "select":
            self._choosing = ""

    def _input(self, name, given):
        kind = given.get("type", "text")
        if kind == "file":
            return
        if kind in SENT_AS_THEY_STAND:
            self._put(name, given.get("value") or "")
        elif kind in ("checkbox", "radio"):
            if kind == "checkbox" or name not in self._fields or "checked" in given:
                self._put(name, given.get("value") or "on", replace=kind == "radio")
        else:
            self._put(name, BY_TYPE.get(kind) or self._typed(name))

    def _textarea(self, name, given):
        self._put(name, leaks.NOTE)

    def _button(self, name, given):
        if name not in self._fields:
            self._put(name, given.get("value") or "")

    def _select(self, name, given):
        self._choosing = name

    def _put(self, name, value, replace=False):
        if replace or name not in self._fields:
            self._fields[name] = []
        self._fields[name].append(value)

    @staticmethod
    def _typed(name):
        if "last" in name:
            return leaks.LAST
        if "phone" in name:
            return leaks.PHONE
        return leaks.FIRST


def forms_of(page: str) -> list[tuple[str, dict[str, list[str]]]]:
    """Give the address and the filled fields of each form that is posted."""
    reader = Forms()
    reader.feed(page)
    return reader.found
