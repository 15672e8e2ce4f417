"""The Spanish catalogue: which words people outside the clinic meet, gathered from the sources and compiled, without other tools.

``make messages`` gathers and compiles; translations are written into ``locale/es/LC_MESSAGES/django.po`` by hand.
"""

from __future__ import annotations

import ast
import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

LANGUAGE = "es"
TEMPLATES = (
    "templates/intake/program*.html", "templates/consents/sign.html", "templates/consents/signed.html", "templates/consents/handover.html",
    "templates/consents/words.html", "templates/plans/answer*.html", "templates/questionnaires/answer.html",
    "templates/measures/form.html",
    "templates/notifications/unsubscribe.html", "templates/measures/thanks.html", "templates/errors/*.html",
    "templates/4*.html", "templates/500.html", "templates/portal/**/*.html", "templates/client_money/statement_body.html",
    "templates/api/allowed_apps.html", "templates/api/oauth/authorize.html",
)  # fmt: skip
"""Pages that a visitor or a client reads."""
MODULES = (
    "iop/pages/intake_forms/program.py", "iop/pages/presenters/intake/program.py", "iop/workflows/accounting.py", "iop/workflows/letters.py",
    "iop/workflows/record_copy.py",
    "iop/workflows/record_parts.py", "iop/workflows/medication_list.py", "therapy/questionnaires/engine.py",
    "therapy/questionnaires/asking.py", "iop/pages/presenters/measures/asking.py", "iop/pages/presenters/plans/paper.py",
    "iop/pages/presenters/plans/words.py", "clients/gate/notices.py", "iop/notifications/letters.py", "clients/inquiry_fields.py",
    "family/*.py", "family/actions/*.py", "sessions_app/actions/announcing.py",
    "therapy/asked_of.py", "therapy/actions/journal.py", "therapy/actions/homework.py", "iop/pages/views/measures/answering.py",
    "iop/portal/**/*.py", "clients/policies_own.py", "clients/actions/own_wishes.py", "iop/workflows/record_export.py",
    "iop/workflows/record_threads.py", "clients/thread_rules.py", "clients/actions/threads/writing.py", "clients/thread_policies.py",
    "sessions_app/checking_in.py", "iop/workflows/client_papers.py", "billing/actions/client_money/online.py", "billing/payments/providers.py",
    "iop/pages/forms/money.py", "sessions_app/actions/from_outside.py", "sessions_app/actions/asking.py",
    "sessions_app/actions/makeups.py", "sessions_app/actions/checkins.py", "sessions_app/rules/reports.py",
    "scheduling/actions/feeds.py", "iop/pages/presenters/clients/meter.py",
    "iop/pages/presenters/threads/written.py", "iop/documents/contents.py", "iop/documents/pictures.py",
    "iop/api/oauth/views.py", "iop/api/oauth/smart.py",
)  # fmt: skip
"""Code that words pages and papers for them."""
CHOICES = {
    "clients/choices.py": (
        "Information",
        "Purpose",
        "RecipientClass",
        "Ground",
        "SentKind",
        "ConsentKind",
        "SignerRole",
        "CareRole",
        "DocumentKind",
        "Substance",
    ),
    "billing/choices/client_money.py": ("PayWay", "PlanRhythm"),
    "clients/register_choices.py": ("CopyForm", "ExportForm"),
    "clients/thread_choices.py": ("ThreadAbout",),
    "sessions_app/group_choices.py": ("GroupKind",),
    "sessions_app/ask_choices.py": ("AskKind", "AskStatus"),
    "sessions_app/choices.py": ("GoalOutcome", "UseReport", "Habit"),
    "scheduling/choices.py": ("AppointmentKind",),
    "therapy/choices/own_plans.py": ("AftercareKey",),
    "therapy/choices/notes.py": ("Modality",),
    "therapy/choices/medications.py": ("Route", "Treats"),
    "therapy/choices/reviews.py": ("ReviewDecision",),
    "therapy/choices/drug_tests.py": ("TestStatus", "Overall"),
    "therapy/choices/progress_notes.py": ("NoteKind",),
    "therapy/choices/plans.py": ("Per", "Progress", "ClientSignatureMethod", "ThreadStatus"),
}
"""Lists whose labels stand on such papers."""
KEYWORDS: dict[str, Any] = {
    "_": None, "say": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "count_words": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "say_in_context": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
PLACE = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}")
LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""A fixed date for the file's head: the same words give the same bytes."""


def folder() -> Path:
    """Say where the catalogue lies."""
    return Path(settings.BASE_DIR) / "locale" / LANGUAGE / "LC_MESSAGES"


def gathered() -> Catalog:
    """Gather the words from the sources, with the translations that the catalogue already has."""
    known = kept()
    catalog = _empty()
    for path, function, said, comments in _said_everywhere():
        context, words = _parted(function, said)
        old = known.get(words, context)
        catalog.add(
            words, string=old.string if old else None, locations=[(path, 0)], auto_comments=comments, context=context
        )
    return catalog


def kept() -> Catalog:
    """Read the catalogue as it lies in the tree."""
    source = folder() / "django.po"
    if not source.exists():
        return _empty()
    with source.open("rb") as file:
        return read_po(file, locale=LANGUAGE, domain="django")


def as_source(catalog: Catalog) -> bytes:
    """Write a catalogue as the file that people translate in."""
    out = io.BytesIO()
    write_po(out, catalog, width=120, sort_by_file=True, include_lineno=False, omit_header=False)
    return out.getvalue()


def as_compiled(catalog: Catalog) -> bytes:
    """Write a catalogue as Django reads it."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def write() -> Catalog:
    """Bring both files up to date."""
    folder().mkdir(parents=True, exist_ok=True)
    catalog = gathered()
    (folder() / "django.po").write_bytes(as_source(catalog))
    (folder() / "django.mo").write_bytes(as_compiled(kept()))
    return catalog


def complaints() -> list[str]:
    """Say what keeps the catalogue from being right: files out of date, words without a translation, places that got lost."""
    catalog = gathered()
    found = [] if _same(catalog, kept()) else ["locale/es is behind the sources: run make messages"]
    compiled = folder() / "django.mo"
    if not compiled.exists() or compiled.read_bytes() != as_compiled(kept()):
        found.append("django.mo is behind django.po: run make messages")
    return [*found, *(reason for message in catalog if message.id for reason in _wrong(message))]


def _wrong(message: Message) -> Iterator[str]:
    first = message.id if isinstance(message.id, str) else message.id[0]
    said = [message.string or ""] if isinstance(message.string, str | None) else list(message.string)
    if not all(said) or message.fuzzy:
        yield f"no Spanish yet: {first!r} ({message.locations[0][0]})"
        return
    wanted = sorted(PLACE.findall(message.id if isinstance(message.id, str) else message.id[-1]))
    if any(sorted(PLACE.findall(words)) != wanted for words in said[-1:]):
        yield f"places to fill differ: {first!r}"


def _said_everywhere() -> Iterator[tuple[str, str, tuple[str, ...], list[str]]]:
    root = Path(settings.BASE_DIR)
    for pattern in TEMPLATES:
        for path in sorted(root.glob(pattern)):
            yield from _from(path.relative_to(root).as_posix(), templatize(path.read_text(), origin=str(path)))
    for pattern in MODULES:
        for path in sorted(root.glob(pattern)):
            yield from _from(path.relative_to(root).as_posix(), path.read_text())
    for name, classes in CHOICES.items():
        yield from _from(name, _only(classes, (root / name).read_text()))


def _from(path: str, code: str) -> Iterator[tuple[str, str, tuple[str, ...], list[str]]]:
    # A template becomes lines of blanked-out text between calls: indented at random, which Python's reader would not have.
    lines = "\n".join(line.lstrip() for line in code.splitlines()) if path.endswith(".html") else code
    found: Any = extract_python(io.BytesIO(lines.encode()), dict(KEYWORDS), ["Translators:"], {"encoding": "utf-8"})
    for _line, function, said, comments in found:
        words = said if isinstance(said, list | tuple) else (said,)
        if words[0]:
            yield path, function, tuple(word for word in words if word), comments


def _only(classes: tuple[str, ...], code: str) -> str:
    lines = code.splitlines(keepends=True)
    wanted = [node for node in ast.parse(code).body if isinstance(node, ast.ClassDef) and node.name in classes]
    return "".join("".join(lines[node.lineno - 1 : node.end_lineno]) for node in wanted)


def _parted(function: str, said: tuple[str, ...]) -> tuple[str | None, str | tuple[str, str]]:
    context = said[0] if function in ("pgettext", "pgettext_lazy", "say_in_context", "npgettext") else None
    words = said[1:] if context else said
    return context, (
        words[0],
        words[1],
    ) if "ngettext" in function or function == "count_words" or function == "npgettext" else words[0]


def _same(one: Catalog, other: Catalog) -> bool:
    return {(message.context, message.id) for message in one} == {(message.context, message.id) for message in other}


def _empty() -> Catalog:
    return Catalog(
        locale=LANGUAGE, domain="django", project="iop", version="1", charset="utf-8", fuzzy=False, language_team="es",
        header_comment="# Spanish, for visitors and clients", last_translator="the project",
        creation_date=LONG_AGO, revision_date=LONG_AGO,
    )  # fmt: skip
