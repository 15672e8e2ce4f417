"""The lists of codes of the state's data sets: all of a family, and one with its codes beside our words."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format

from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Invalid
from iop.pages.state_data_forms import CodesForm
from iop.reports.state_data import codes
from iop.reports.state_data.models import StateCodeList
from iop.reports.state_data.own_codes import LISTS, codes_of, family_of, label_of, newest


def families(on: dt.date) -> list[tuple[str, str]]:
    """Name the families of codes that layouts use on a day."""
    keys = dict.fromkeys(each.family for each in codes.layouts(on))
    return [(key, codes.family(key, on).name) for key in keys]


def read_lists(site: Site, key: str, on: dt.date) -> dict[str, Any]:
    """Show the lists of a family, with who compared which with the state's manual. Raises ``Http404`` for no family."""
    found, own = _family(site, key, on), newest(key, site.state)
    asked = urlencode({"site": site.pk})
    return {
        "family": found, "chosen": site, "families": families(on), "unconfirmed": len(found.unconfirmed),
        "rows": [
            {
                "label": LISTS.get(name, name), "url": f"{_address(key, name)}?{asked}", "codes": len(codes_of(each)),
                "is_confirmed": each.is_confirmed, "said": _said(own.get(name), str(site.time_zone)),
            }
            for name, each in found.lists.items()
        ],
    }  # fmt: skip


def form_of(site: Site, key: str, name: str, on: dt.date, data: Any = None) -> CodesForm:
    """Give the form of one list's codes. Raises ``Http404`` for no list."""
    each = _family(site, key, on).lists.get(name)
    if each is None:
        raise Http404
    row = newest(key, site.state).get(name)
    places = [(place, label_of(name, each, place), code) for place, code in codes_of(each).items()]
    start = {
        "seen": row.pk if row else None,
        "is_compared": row.is_compared if row else False,
        "source": row.source if row else "",
    }
    return CodesForm(data, places=places, initial=start)


def read_list(site: Site, key: str, name: str, on: dt.date) -> dict[str, Any]:
    """Show what is around the form of one list."""
    found = _family(site, key, on)
    return {
        "family": found, "chosen": site, "label": LISTS.get(name, name), "is_confirmed": found.lists[name].is_confirmed,
        "said": _said(newest(key, site.state).get(name), str(site.time_zone)), "back": lists_address(site, key),
    }  # fmt: skip


def lists_address(site: Site, key: str) -> str:
    """Give the page of a family's lists."""
    return f"{reverse('state_data_codes')}?{urlencode({'site': site.pk, 'family': key})}"


def _address(key: str, name: str) -> str:
    return reverse("state_data_code_list", args=[key, name])


def _family(site: Site, key: str, on: dt.date) -> codes.Family:
    try:
        return family_of(key, on, site.state)
    except Invalid as refusal:
        raise Http404 from refusal


def _said(row: StateCodeList | None, zone: str) -> dict[str, str]:
    if row is None:
        return {}
    day = date_format(clock.local_date(row.at, zone), "SHORT_DATE_FORMAT")
    return {"by": row.by.name if row.by else "", "when": day, "source": row.source}
