"""Appointments of several people, and what is offered to families."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0014_portal"),
        ("scheduling", "0006_feeds_and_asks"),
    ]

    operations = [
        migrations.CreateModel(
            name="FamilyOffer",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("offered_on", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("accepted", "Accepted"),
                            ("offered", "Offered, not decided yet"),
                            ("declined", "Declined"),
                            ("not_appropriate", "Not appropriate now"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_wanted", "The client does not want their family involved"),
                            ("family_unwilling", "The family does not want to, or cannot come"),
                            ("no_family", "There is nobody to invite"),
                            ("not_safe", "It would not be safe for somebody"),
                            ("order", "A court order forbids contact"),
                            ("too_early", "Too early in treatment"),
                            ("no_release", "The client does not want to sign a release"),
                            ("other", "Another reason"),
                        ],
                        max_length=16,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                ("again_on", models.DateField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField(null=True)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="family_offers", to="clients.episode"
                    ),
                ),
            ],
            options={
                "ordering": ["-offered_on", "-at"],
                "indexes": [models.Index(fields=["episode", "-offered_on"], name="family_offer_by_episode")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("again_on__isnull", True), ("again_on__gt", models.F("offered_on")), _connector="OR"
                        ),
                        name="family_offer_again_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome__in", ["declined", "not_appropriate"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="family_offer_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FamilySession",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("family", "The client with their family"),
                            ("couple", "The client with their partner"),
                            ("parents", "The client as a parent, with children or co-parent"),
                            ("supports", "The client with friends or other supports"),
                            ("relatives", "Relatives without the client"),
                        ],
                        default="family",
                        max_length=10,
                    ),
                ),
                (
                    "goals",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("communication", "Communication"),
                                ("trust", "Rebuilding trust"),
                                ("boundaries", "Boundaries"),
                                ("enabling", "Enabling: what helps and what does not"),
                                ("education", "Understanding addiction and recovery"),
                                ("feelings", "What the relatives themselves carry"),
                                ("relapse", "Early signs, and what to do then"),
                                ("safety", "Safety at home"),
                                ("planning", "Planning the time after treatment"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("client_expected", models.BooleanField(default=True)),
                ("client_present", models.BooleanField(null=True)),
                (
                    "appointment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="family_session",
                        to="scheduling.appointment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("form", "relatives"), _negated=True), ("client_expected", False), _connector="OR"
                        ),
                        name="family_session_relatives_alone",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AppointmentParticipant",
            fields=[
                ("id", models.UUIDField(default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                ("role", models.CharField(blank=True, max_length=60)),
                ("invited_at", models.DateTimeField()),
                ("invited_by", models.UUIDField(null=True)),
                (
                    "answer",
                    models.CharField(
                        choices=[("invited", "Invited"), ("comes", "Will come"), ("declines", "Cannot come")],
                        default="invited",
                        max_length=8,
                    ),
                ),
                (
                    "attended",
                    models.CharField(
                        blank=True,
                        choices=[("came", "Came"), ("excused", "Excused"), ("missed", "Did not come")],
                        max_length=8,
                    ),
                ),
                ("uninvited_at", models.DateTimeField(blank=True, null=True)),
                (
                    "uninvited_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("release", "No release allows it any more"),
                            ("asked", "The client asked for it"),
                            ("wish", "Their own wish"),
                            ("changed", "Planned differently"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participants",
                        to="scheduling.appointment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="clients.relatedperson",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("uninvited_at__isnull", True)),
                        fields=["person"],
                        name="participant_by_person",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("uninvited_at__isnull", True)),
                        fields=("appointment", "person"),
                        name="participant_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("uninvited_at__isnull", True), ("uninvited_because", "")),
                            models.Q(
                                ("uninvited_at__isnull", False), models.Q(("uninvited_because", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="participant_uninvited_why",
                    ),
                ],
            },
        ),
        iop.core.migrating.AddTrigger(
            model_name="appointmentparticipant",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="4344c7f8e3e31becd81121384910a6d83110292b",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_7c227",
                    table="scheduling_appointmentparticipant",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="appointmentparticipant",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="22b229fe5f036404fd47c678dfa2cc1cae685a2e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_11882",
                    table="scheduling_appointmentparticipant",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="familyoffer",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7e0dd42e658ea7972d5411eb9458dfa1433575e4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d28b5",
                    table="scheduling_familyoffer",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="familyoffer",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="68682f67ca50d03e596b74775291636309cb9f10",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_c3284",
                    table="scheduling_familyoffer",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="familysession",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a4ea16b46dff5bff9c8704369b0f2899f092cb80",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_6f304",
                    table="scheduling_familysession",
                    when="BEFORE",
                ),
            ),
        ),
        iop.core.migrating.AddTrigger(
            model_name="familysession",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the table % keeps its history and cannot be truncated', TG_TABLE_NAME;",
                    hash="e76ed4ceeeb61f05461d75f6648eb2ff71adaa33",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_7e5d4",
                    table="scheduling_familysession",
                    when="BEFORE",
                ),
            ),
        ),
    ]
