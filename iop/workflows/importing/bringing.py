"""Bringing a file's people in: one transaction for all of them, through the actions that the pages use."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db import connection, transaction

from billing.actions.coverage import add_coverage
from billing.choices.coverage import Priority
from billing.models import PayerPlan
from billing.policies.coverage import may_keep_coverage
from clients.actions.diagnoses import diagnose
from clients.actions.identifiers import add_identifier
from clients.actions.registration import register_client
from clients.import_choices import FAULTS, ImportStatus, RowDecision, RowOutcome
from clients.models import Client, ImportedRow, ImportRun
from clients.policies import may_diagnose
from iop.access.actors import SYSTEM, Actor
from iop.audit.recorder import record
from iop.clinic.actors import actor_of
from iop.core.errors import Conflict, Invalid, NotAllowed, Refusal
from iop.core.words import say, sentence
from iop.workflows.importing import progress
from iop.workflows.importing.neighbours import Neighbours
from iop.workflows.importing.reading import known_clients, require_unchanged
from iop.workflows.importing.states import move, move_for, taken_up, waiting_for
from therapy.actions.medications.allergies import add_allergy
from therapy.actions.medications.listing import add_medication
from therapy.choices.medications import LearnedFrom
from therapy.policies.medications import may_keep_medications

AT_A_TIME = 500
PLAIN = (
    "legal_first_name", "legal_last_name", "preferred_name", "pronouns", "sex", "language", "contact_points",
    "emergency_contact", "referred_by",
)  # fmt: skip
NOT_TOLD = "not told"
"""Stands where another system did not say a dose or how often; a clinician asks."""


def bring_waiting(*, run_id: uuid.UUID | None = None, at: dt.datetime) -> int:
    """Bring in the files that were asked for, or one of them; say how many. A killed worker leaves nothing half done.

    What is refused goes back to be looked through, with the reason.
    """
    return sum(_bring_one(each, at) for each in waiting_for(ImportStatus.ASKED, run_id))


def _bring_one(run_id: uuid.UUID, at: dt.datetime) -> bool:
    try:
        with transaction.atomic():
            run = taken_up(run_id, ImportStatus.ASKED)
            if run is not None:
                bring(by=_who_asked(run, at), run=run, at=at)
    except Refusal as refusal:
        _give_back(run_id, str(refusal), refusal.code, at)
        return True
    except Exception:
        # The round fails for all to see, but the file waits for a decision instead of failing every round anew.
        _give_back(
            run_id,
            str(say("Bringing in failed, and nobody of it is here. Tell whoever runs the system.")),
            "failed",
            at,
        )
        raise
    return run is not None


@transaction.atomic
def _give_back(run_id: uuid.UUID, words: str, code: str, at: dt.datetime) -> None:
    run = taken_up(run_id, ImportStatus.ASKED)
    if run is None:
        return
    move_for(run, ImportStatus.READY, words, at)
    record(by=SYSTEM, verb="clients.import_went_back", subject=run, site_id=run.site_id, detail={"code": code})


def bring(*, by: Actor, run: ImportRun, at: dt.datetime) -> None:
    """Bring a locked file's people in, all in this transaction. Raises ``Conflict``, ``NotAllowed``: then nobody is."""
    require_unchanged(run)
    _one_at_a_time()
    outcomes: Counter[str] = Counter()
    house = _House(by, run, at)
    number = 0
    for rows in _batches(run):
        known = known_clients(run.source_key, [row.mark for row in rows])
        for row in rows:
            number += 1
            _decide(row, known, run, house)
            progress.tell(run.pk, number)
        ImportedRow.objects.bulk_update(rows, ["outcome", "client", "problems"], batch_size=AT_A_TIME)
        outcomes.update(row.outcome for row in rows)
    run.counts, run.refusal = dict(outcomes), ""
    run.save(update_fields=["counts", "refusal"])
    move(run, ImportStatus.DONE, by, at)
    record(by=by, verb="clients.imported", subject=run, site_id=run.site_id, detail=dict(outcomes))


def _decide(row: ImportedRow, known: dict[str, Client], run: ImportRun, house: _House) -> None:
    if row.mark in known and row.outcome not in FAULTS:
        row.outcome, row.client = RowOutcome.KNOWN, known[row.mark]
    elif row.outcome in FAULTS or _stays_out(row, run):
        row.outcome = RowOutcome.LEFT_OUT
    elif row.decision == RowDecision.LINK:
        row.client = house.link(row)
        row.outcome = RowOutcome.LINKED
    elif row.outcome in {RowOutcome.NEW, RowOutcome.ALIKE}:
        house.require_still_new(row)
        row.client = house.register(row)
        row.outcome = RowOutcome.MADE


def _stays_out(row: ImportedRow, run: ImportRun) -> bool:
    """Say whether a row that looks like somebody is left out: by its own decision, else by what was said of the whole file."""
    if row.outcome != RowOutcome.ALIKE:
        return False
    return row.decision == RowDecision.LEAVE_OUT or (not row.decision and not run.brings_alike)


class _House:
    """What all rows of a file share: who acts, where, and what they may bring."""

    def __init__(self, by: Actor, run: ImportRun, at: dt.datetime) -> None:
        self.by, self.run, self.at, self.site = by, run, at, run.site
        self.from_there = f"{say('From')} {run.source}"
        self.plans = {str(plan.pk): plan for plan in PayerPlan.objects.filter(is_active=True).select_related("payer")}
        self.may_diagnose = by.staff_id is not None and may_diagnose(by, run.site_id) is None
        self.may_medicate = may_keep_medications(by, run.site_id) is None
        self._around = Neighbours()

    def require_still_new(self, row: ImportedRow) -> None:
        """Raise ``Conflict`` when somebody was registered since the look, or the decision, who may be this person."""
        if row.outcome != RowOutcome.NEW and row.decision != RowDecision.NEW:
            return
        looked_at = {each["id"] for each in row.alike}
        if all(each.who.key in looked_at for each in self._around.alike(json.loads(row.values))):
            return
        words = say(
            "Since this file was looked through, somebody was registered who may be the person of row {row}. Read it again."
        )
        raise Conflict(sentence(words, row=row.position), code="look_again", detail={"row": row.position})

    def link(self, row: ImportedRow) -> Client:
        """Remember the other system's number with a chart that is here. Nothing in the chart changes."""
        assert row.client is not None
        client = row.client.merged_into or row.client
        record(
            by=self.by, verb="clients.import_linked", subject=client, clients=[client.pk], site_id=self.run.site_id,
            detail={"run": str(self.run.pk), "row": row.position},
        )  # fmt: skip
        return client

    def register(self, row: ImportedRow) -> Client:
        """Open a chart for one person, with all that comes with them."""
        values = json.loads(row.values)
        try:
            client = register_client(
                by=self.by, site_id=self.run.site_id, at=self.at, date_of_birth=dt.date.fromisoformat(values["date_of_birth"]),
                **{name: values[name] for name in PLAIN if values.get(name)},
            )  # fmt: skip
        except Invalid as refusal:
            words = say("A row that could be used no longer can. Read the file again.")
            raise Conflict(words, code="look_again", detail={"row": row.position}) from refusal
        if values["notes_for_contact"]:
            Client.objects.filter(pk=client.pk).update(notes_for_contact=values["notes_for_contact"])
        self._more(client, values, row)
        return client

    def _more(self, client: Client, values: dict[str, Any], row: ImportedRow) -> None:
        for each in values["identifiers"]:
            self._try(row, "number_taken", each["kind"], partial(self._number, client, each))
        for place, each in enumerate(values["coverages"]):
            self._try(row, "more_refused", "payer", partial(self._cover, client, each, place))
        self._clinical(client, values, row)

    def _clinical(self, client: Client, values: dict[str, Any], row: ImportedRow) -> None:
        if values["diagnoses"] and not self.may_diagnose:
            _tell(row, "diagnosis_not_yours")
        for each in values["diagnoses"] if self.may_diagnose else ():
            self._try(row, "more_refused", "", partial(self._diagnose, client, each))
        if (values["allergies"] or values["medications"]) and not self.may_medicate:
            _tell(row, "medication_not_yours")
            return
        for each in values["allergies"]:
            self._try(row, "more_refused", "", partial(self._allergy, client, each))
        for each in values["medications"]:
            self._try(row, "more_refused", "", partial(self._medicate, client, each))

    def _try(self, row: ImportedRow, code: str, about: str, act: Callable[[], object]) -> None:
        # One number that somebody else holds is no reason to leave the person out; it is told.
        try:
            with transaction.atomic():
                act()
        except NotAllowed:
            _tell(row, "coverage_not_yours" if about == "payer" else code, about)
        except Refusal:
            _tell(row, code, about)

    def _number(self, client: Client, told: dict[str, Any]) -> None:
        # Whoever may bring a whole file in need not be one who looks numbers up: the house keeps it for them.
        add_identifier(by=SYSTEM, client=client, kind=told["kind"], value=told["value"], at=self.at, issuer="")

    def _cover(self, client: Client, told: dict[str, Any], place: int) -> None:
        if (reason := may_keep_coverage(self.by, client)) is not None:
            raise NotAllowed(reason)
        ends = told["ends_on"]
        add_coverage(
            by=self.by, client=client, plan=self.plans[told["plan"]], at=self.at, member_number=told["member_number"],
            starts_on=dt.date.fromisoformat(told["starts_on"]), ends_on=dt.date.fromisoformat(ends) if ends else None,
            group_number=told["group_number"], priority=(Priority.PRIMARY, Priority.SECONDARY)[place],
        )  # fmt: skip

    def _diagnose(self, client: Client, told: dict[str, Any]) -> None:
        since = f", {told['since']}" if told["since"] else ""
        diagnose(
            by=self.by, client=client, site_id=self.run.site_id, code=told["code"], at=self.at,
            note=f"{self.from_there}{since}",
        )  # fmt: skip

    def _allergy(self, client: Client, told: dict[str, Any]) -> None:
        add_allergy(by=self.by, client=client, site_id=self.run.site_id, at=self.at, **told)

    def _medicate(self, client: Client, told: dict[str, Any]) -> None:
        add_medication(
            by=self.by, client=client, site_id=self.run.site_id, at=self.at, learned_from=LearnedFrom.PAPERS,
            note=self.from_there, despite_allergy=True, name=told["name"], ingredient=told["ingredient"],
            dose=told["dose"] or NOT_TOLD, frequency=told["frequency"] or NOT_TOLD, as_needed=told["as_needed"],
            starts_on=dt.date.fromisoformat(told["starts_on"]), start_is_about=told["start_is_about"],
        )  # fmt: skip


def _tell(row: ImportedRow, code: str, about: str = "") -> None:
    if [code, about] not in row.problems:
        row.problems = [*row.problems, [code, about]]


def _batches(run: ImportRun) -> Iterator[list[ImportedRow]]:
    after = 0
    found = run.rows.select_related("client__merged_into").order_by("position")
    while rows := list(found.filter(position__gt=after)[:AT_A_TIME]):
        yield rows
        after = rows[-1].position


def _one_at_a_time() -> None:
    # Two files may name the same people, whichever system they are from: the later one must see whom the first made.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('clients.import', 18))")


def is_alone() -> bool:
    """Say whether no other file is being brought in right now, and keep it so to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('clients.import', 18))")
        return bool(cursor.fetchone()[0])


def _who_asked(run: ImportRun, at: dt.datetime) -> Actor:
    return actor_of(run.asked_by, at) if run.asked_by else SYSTEM
