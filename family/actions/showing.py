"""Writing down that a relative was shown something: a disclosure like any other, and readable when it is accounted for."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from django.db import transaction

from clients import gate
from clients.choices import SentKind
from clients.models import Disclosure, Relationship
from family.sharing import Share, zone_of
from iop.access.actors import SYSTEM
from iop.core import clock

Records = Sequence[tuple[str, uuid.UUID]]
DESCRIPTION = "family_page"


@transaction.atomic
def note_shown(*, share: Share, contents: Mapping[str, object], records: Records, at: dt.datetime) -> list[Disclosure]:
    """Write down what a relative is shown, in the transaction that reads it: ``contents`` by kind of information.

    Each kind is written down once a day (of the site's clock) and release, when it is shown first, with the digest of what
    stood there then: looking again on the same day adds no line, so that a client's accounting stays readable. Raises
    ``NotDisclosable`` when a release has ended meanwhile: then nothing may be shown.
    """
    Relationship.objects.select_for_update(no_key=True).get(pk=share.id)
    known = _shown_today(share, at)
    by_consent: dict[str, list[str]] = defaultdict(list)
    for kind in contents:
        basis = share.bases[kind]
        if (basis.consent_id, kind) not in known:
            by_consent[basis.consent_id].append(kind)
    return [_release(share, kinds, contents, records, at) for kinds in by_consent.values()]


def _release(
    share: Share, kinds: Collection[str], contents: Mapping[str, object], records: Records, at: dt.datetime
) -> Disclosure:
    first = share.bases[min(kinds)]
    basis = replace(first, scope=tuple(sorted(kinds)))
    return gate.release(
        by=SYSTEM, client=share.client, basis=basis, sent_as=SentKind.PORTAL, records=records, at=at,
        content={kind: contents[kind] for kind in sorted(kinds)}, description=DESCRIPTION,
    )  # fmt: skip


def _shown_today(share: Share, at: dt.datetime) -> set[tuple[str, str]]:
    zone = zone_of(share.client.pk)
    start, _end = clock.day_bounds(clock.local_date(at, zone), zone)
    rows = Disclosure.objects.filter(
        client=share.client, party=share.party, sent_as=SentKind.PORTAL, at__gte=start, description=DESCRIPTION
    ).values_list("consent_id", "information")
    return {(str(consent_id), kind) for consent_id, kinds in rows for kind in kinds}
