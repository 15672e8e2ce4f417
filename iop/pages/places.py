"""Where a piece of work is done: the address of each kind of subject (the slot ``WORK_PLACES``), without a query."""

from __future__ import annotations

import uuid

from django.urls import reverse


def concern(subject_id: uuid.UUID) -> str:
    """A concern has a page."""
    return reverse("concern", args=[subject_id])


def day(subject_id: uuid.UUID) -> str:
    """A treatment day is its session page."""
    return reverse("session", args=[subject_id])


def note(subject_id: uuid.UUID) -> str:
    """A note has a page."""
    return reverse("note", args=[subject_id])


def chart(subject_id: uuid.UUID) -> str:
    """A client is their chart."""
    return reverse("client", args=[subject_id])


def staff(subject_id: uuid.UUID) -> str:
    """A colleague has a page, with their licences."""
    return reverse("staff_member", args=[subject_id])


def rota(subject_id: uuid.UUID) -> str:
    """A site's gap in who is on call is on its rota."""
    return reverse("on_call", args=[subject_id])


def track(subject_id: uuid.UUID) -> str:
    """A track has a page, with its week."""
    return reverse("track", args=[subject_id])


def appointment(subject_id: uuid.UUID) -> str:
    """An appointment has a page."""
    return reverse("appointment", args=[subject_id])


def line(subject_id: uuid.UUID) -> str:
    """A roster line is on the call list of its day."""
    return reverse("line_place", args=[subject_id])


def waiting(subject_id: uuid.UUID) -> str:
    """Somebody waiting is on their track's page."""
    return reverse("waiting_place", args=[subject_id])
