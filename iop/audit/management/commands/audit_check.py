"""``manage.py audit_check``: walk the hash chain of the audit record."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from iop.audit.chain import check

WORDS = {
    "missing": "link {position} is missing: it was removed from the record",
    "event_missing": "link {position} seals event {event_id}, which was removed from the record",
    "changed": "link {position} (event {event_id}) was changed after it was sealed",
    "not_the_noted_head": "link {position} (event {event_id}) is not the one that was noted: the chain was made anew",
}


class Command(BaseCommand):
    """Say whether the audit record is as it was written, and which link breaks first if not."""

    help = "Check the hash chain of the audit record; exits with 1 and the first broken link when it is not whole."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a head noted earlier."""
        parser.add_argument("--head", metavar="POSITION:DIGEST", help="a head that this command printed earlier")

    def handle(self, *args: Any, head: str | None = None, **options: Any) -> None:
        """Check and report."""
        report = check(_parsed(head) if head else None)
        if report.first_break is not None:
            found = report.first_break
            raise CommandError(WORDS[found.what].format(position=found.position, event_id=found.event_id))
        self.stdout.write(f"The audit record is whole: {report.links} links.")
        self.stdout.write(f"Head: {report.links}:{report.head}  (note it elsewhere; --head checks against it)")


def _parsed(head: str) -> tuple[int, str]:
    position, _, digest = head.partition(":")
    if not position.isdecimal() or not digest:
        raise CommandError("--head is written as POSITION:DIGEST")
    return int(position), digest
