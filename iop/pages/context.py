"""What every page's frame needs to know: who is here, where they may go, and which frame to use.

It asks the database nothing: the middleware has already read the actor and the sites.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.demo_accounts import DEMO_PASSWORD, DEMO_SIGN_INS
from iop.core.words import Sentence

THEMES = frozenset({"light", "dark"})


@dataclass(frozen=True)
class Destination:
    """A page that the navigation may offer. ``name`` is its URL's name; without ``needs`` everybody signed in may go."""

    label: Sentence
    icon: str
    name: str
    needs: Permission | None = None


MENU: tuple[tuple[Sentence, tuple[Destination, ...]], ...] = (
    (
        "",
        (
            Destination(_("Today"), "sunrise", "today", Permission.SESSION_VIEW),
            Destination(_("Intake"), "telephone", "intake_board", Permission.INTAKE_WORK),
            Destination(_("My work"), "list-check", "work"),
            Destination(_("Census"), "people", "census", Permission.CENSUS_VIEW),
            Destination(_("Clients"), "person", "clients", Permission.CLIENT_VIEW),
            Destination(_("Calendar"), "calendar-week", "calendar", Permission.SESSION_VIEW),
        ),
    ),
    (
        _("Care"),
        (
            Destination(_("Notes"), "journal-text", "notes", Permission.NOTE_WRITE),
            Destination(_("Client messages"), "chat-dots", "threads", Permission.THREAD_ANSWER),
            Destination(_("Reviews"), "clipboard-pulse", "reviews", Permission.NOTE_VIEW),
            Destination(_("Plans owed"), "list-task", "plans_overdue", Permission.NOTE_VIEW),
            Destination(_("Questionnaires due"), "graph-up", "measures_due", Permission.MEASURES_GIVE),
            Destination(_("Samples today"), "droplet", "tests_today", Permission.TESTS_COLLECT),
            Destination(_("Requests"), "calendar3", "requests", Permission.REQUEST_SETTLE),
            Destination(_("Missed days"), "person-x", "absences", Permission.CONCERN_RAISE),
            Destination(_("Early warnings"), "bell", "early_warnings", Permission.NOTE_VIEW),
            Destination(_("After treatment"), "telephone-forward", "follow_ups", Permission.SUPPORT_KEEP),
            Destination(_("Groups"), "cup-hot", "open_groups", Permission.SESSION_VIEW),
            Destination(_("Resources"), "signpost-split", "resources", Permission.SUPPORT_KEEP),
        ),
    ),
    (
        _("Money"),
        (
            Destination(_("Held days"), "hourglass-split", "held_days", Permission.BILLING_WORK),
            Destination(_("Billing days"), "calendar-check", "billing_days", Permission.BILLING_VIEW),
            Destination(_("Authorizations"), "shield-check", "authorizations", Permission.AUTHORIZATION_KEEP),
            Destination(_("Claims"), "file-earmark-text", "claims", Permission.BILLING_WORK),
            Destination(_("Remittances"), "inbox", "remittances", Permission.BILLING_WORK),
            Destination(_("Denials"), "exclamation-triangle", "denials", Permission.BILLING_WORK),
            Destination(_("Client balances"), "wallet2", "client_balances", Permission.PAYMENT_TAKE),
            Destination(_("Ledger"), "journal-check", "ledger", Permission.BILLING_VIEW),
            Destination(_("Payers and rules"), "sliders", "payers", Permission.BILLING_SETUP),
        ),
    ),
    (
        _("Program"),
        (
            Destination(_("Tracks"), "kanban", "tracks", Permission.SESSION_VIEW),
            Destination(_("Curriculum"), "book", "curriculum", Permission.TEMPLATE_EDIT),
            Destination(_("Intake setup"), "card-checklist", "intake_setup", Permission.INTAKE_SETUP),
            Destination(_("Questionnaires"), "clipboard-check", "questionnaires", Permission.MEASURES_SETUP),
            Destination(_("Note formats"), "journal-check", "note_formats", Permission.NOTE_TEMPLATES),
            Destination(_("Test panels"), "capsule", "test_panels", Permission.TESTS_SETUP),
            Destination(_("Rewards"), "star", "reward_setup", Permission.REWARDS_SETUP),
            Destination(_("Rhythm of plans"), "arrow-repeat", "plan_rhythm", Permission.CLINIC_EDIT),
        ),
    ),
    (
        _("Clinic"),
        (
            Destination(_("Staff"), "patch-check", "staff", Permission.STAFF_EDIT),
            Destination(_("Sites and rooms"), "building", "sites", Permission.CLINIC_EDIT),
            Destination(_("Levels of care"), "bar-chart", "levels", Permission.CLINIC_EDIT),
            Destination(_("Reminders"), "bell", "reminders", Permission.MESSAGES_SETUP),
            Destination(_("Consent forms"), "file-earmark-text", "consent_forms", Permission.CONSENT_TEMPLATES),
        ),
    ),
    (
        _("Oversight"),
        (
            Destination(_("Reports"), "bar-chart", "reports", Permission.REPORTS_VIEW),
            Destination(_("Survey readiness"), "clipboard-check", "readiness", Permission.REPORTS_VIEW),
            Destination(_("State data sets"), "file-earmark-text", "state_data", Permission.STATE_DATA_KEEP),
            Destination(_("Bring in clients"), "inbox", "imports", Permission.CLIENTS_IMPORT),
            Destination(_("Privacy"), "shield-lock", "privacy", Permission.DISCLOSE),
            Destination(_("Audit"), "shield-check", "audit", Permission.AUDIT_VIEW),
            Destination(_("Messages"), "envelope", "outbox", Permission.OUTBOX_VIEW),
            Destination(_("Registers"), "card-checklist", "registers", Permission.REGISTER_REPORT),
            Destination(_("Emergency access"), "unlock", "emergency", Permission.EMERGENCY_OPEN),
            Destination(_("Access to review"), "eye", "emergency_accesses", Permission.PRIVACY_MANAGE),
            Destination(_("Integrations"), "key", "integrations", Permission.API_MANAGE),
            Destination(_("Background work"), "gear", "operations", Permission.OPERATIONS_VIEW),
        ),
    ),
)
OWN_PAGES = (
    Destination(_("My morning message"), "sunrise", "my_reminders"),
    Destination(_("Second factor"), "shield-lock", "mfa_index"),
    Destination(_("Password"), "key", "account_change_password"),
    Destination(_("Where I am signed in"), "eye", "usersessions_list"),
    Destination(_("Apps that act for me"), "key", "own_apps"),
)
ON_A_PHONE = 4
KEEP_AT_MOST = 1000
_kept: dict[tuple[object, ...], SafeString] = {}
"""Parts of the frame that are the same for everybody with the same rights on the same page: drawing them again each time
would cost as much as a page's own content."""


@dataclass(frozen=True)
class Item:
    """One link of the navigation, as shown. ``current`` is the value for ``aria-current`` when it is ``active``."""

    label: Sentence
    icon: str
    url: str
    name: str
    active: bool = False
    current: str = "true"


@dataclass(frozen=True)
class Section:
    """A titled group of links; the first has no title."""

    title: Sentence
    items: Sequence[Item]


class Shell:
    """The frame of one page. Everything is worked out when the template asks for it, and once."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.actor: Actor | None = getattr(request, "actor", None)
        self.sites: Sequence[Any] = getattr(request, "sites", ())
        self.site: Any = getattr(request, "site", None)
        self.path = request.get_full_path()
        self.idle_minutes = settings.STAFF_IDLE_MINUTES

    @property
    def signed_in(self) -> bool:
        """Say whether a member of staff is here, so that the frame shows a way around."""
        return self.actor is not None

    @property
    def theme(self) -> str:
        """Name the chosen theme, nothing when the device decides. A cookie says it; any other value is ignored."""
        chosen = self._request.COOKIES.get("theme", "")
        return chosen if chosen in THEMES else ""

    @property
    def brand(self) -> Sentence:
        """Name the clinic to those who work there, the product to everybody else."""
        return (self.actor.organization if self.actor else "") or _("Intensive Outpatient")

    @property
    def zone(self) -> str:
        """Name the time zone of the site shown, so that no time is read in the wrong one."""
        return str(getattr(self.site, "time_zone", "") or "").replace("_", " ")

    @property
    def initials(self) -> str:
        """Give at most two letters for the person's disc."""
        names = self.actor.display_name.split() if self.actor else []
        return "".join(name[0] for name in (names[:1] + names[-1:] if len(names) > 1 else names)).upper()

    @cached_property
    def sprite(self) -> str:
        """Give the address of the icons."""
        return static("icons/sprite.svg")

    @cached_property
    def sections(self) -> list[Section]:
        """List where this person may go, in groups; groups with nothing to offer are left out."""
        offered = [Section(title, self._items(destinations)) for title, destinations in MENU]
        return [section for section in offered if section.items]

    @cached_property
    def most_used(self) -> list[Item]:
        """List the few links that fit at the bottom of a phone."""
        return [item for section in self.sections for item in section.items][:ON_A_PHONE]

    @cached_property
    def own_pages(self) -> list[Item]:
        """List the pages about the person's own account."""
        return self._items(OWN_PAGES)

    @property
    def ping_url(self) -> str:
        """Give where "stay signed in" is sent."""
        return address("ping")

    @property
    def left_url(self) -> str:
        """Give where a page asks how long the sign-in lasts, without extending it."""
        return address("session_left")

    @property
    def palette_url(self) -> str:
        """Give where the palette searches."""
        return address("palette")

    @property
    def site_url(self) -> str:
        """Give where a choice of site is sent."""
        return address("choose_site")

    @property
    def sign_in_url(self) -> str:
        """Give the sign-in page."""
        return address("account_login")

    @property
    def sign_out_url(self) -> str:
        """Give where signing out is sent."""
        return address("account_logout")

    @property
    def head(self) -> SafeString:
        """Draw the links to styles and scripts."""
        return self._drawn("shell/head.html")

    @property
    def rail(self) -> SafeString:
        """Draw the navigation at the side of a wide screen."""
        return self._drawn("shell/rail.html")

    @property
    def bottombar(self) -> SafeString:
        """Draw the navigation at the bottom of a phone."""
        return self._drawn("shell/bottombar.html")

    @property
    def own_menu(self) -> SafeString:
        """Draw the links about the person's own account, and the choice of light and dark."""
        return self._drawn("shell/own_menu.html")

    @property
    def foot(self) -> SafeString:
        """Draw the foot, with the number to call in a crisis."""
        return self._drawn("shell/foot.html")

    @property
    def ends(self) -> SafeString:
        """Draw what stands ready unseen: words for the scripts, the palette, the warning before the sign-in ends."""
        return self._drawn("shell/ends.html")

    @property
    def emergency_url(self) -> str:
        """Give where a chart that is not there for this person is opened in an emergency; empty for other roles.

        The same whether there is such a chart or not: a page that says "nothing here" must not tell.
        """
        if self.actor is None or not self.actor.can(Permission.EMERGENCY_OPEN):
            return ""
        match = self._request.resolver_match
        asked = match.kwargs.get("client_id") if match else None
        return reverse("emergency_open", args=[asked]) if asked else address("emergency")

    @cached_property
    def _sort(self) -> tuple[object, ...]:
        # Everything that the drawn parts read. What is missing here would be shown to the wrong person.
        trail = tuple((item.name, item.active, item.current) for section in self.sections for item in section.items)
        return (
            get_language(),
            get_urlconf() or settings.ROOT_URLCONF,
            self.signed_in,
            str(self.brand),
            self.zone,
            trail,
        )

    def _drawn(self, part: str) -> SafeString:
        key = (part, *self._sort)
        if settings.DEBUG or key not in _kept:
            if len(_kept) >= KEEP_AT_MOST:
                _kept.clear()
            _kept[key] = render_to_string(part, {"shell": self})
        return _kept[key]

    def _items(self, destinations: Sequence[Destination]) -> list[Item]:
        found = [(to, address(to.name)) for to in destinations if self._may(to)]
        return [self._item(to, url) for to, url in found if url]

    def _may(self, to: Destination) -> bool:
        return self.actor is not None and (to.needs is None or self.actor.can(to.needs))

    def _item(self, to: Destination, url: str) -> Item:
        here = self._request.path
        return Item(
            to.label, to.icon, url, to.name, active=here.startswith(url), current="page" if here == url else "true"
        )


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``shell``, the ``layout`` to extend and, in the demo alone, its sign-ins."""
    known = cast(Any, request)
    if not hasattr(known, "_shell"):
        known._shell = Shell(request)
    context: dict[str, Any] = {"shell": known._shell, "layout": layout(request)}
    if settings.DEMO:
        context |= {"demo_sign_ins": DEMO_SIGN_INS, "demo_password": DEMO_PASSWORD}
    return context


def layout(request: HttpRequest) -> str:
    """Choose the frame: the whole page, or for a request by htmx the page's inside.

    Going back in the browser's history asks for the whole page: nothing of a page is kept in the browser's storage.
    """
    htmx = getattr(request, "htmx", None)
    if htmx and not htmx.boosted and not htmx.history_restore_request:
        return "layouts/fragment.html"
    return "base.html"


def address(name: str) -> str:
    """Give the URL of that name, or nothing when this installation has no such page."""
    return _address(name, get_urlconf() or settings.ROOT_URLCONF)


@lru_cache(maxsize=256)
def _address(name: str, urlconf: str) -> str:
    # Worked out once: a page's frame asks for some twenty, and they never change while the process lives.
    try:
        return reverse(name, urlconf)
    except NoReverseMatch:
        return ""
