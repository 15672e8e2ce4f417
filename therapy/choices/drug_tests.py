"""Words of drug tests: what is looked for, in what, why, and what came of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Analyte(models.TextChoices):
    """What a device or a laboratory looks for. Some names stand for a class on a screen and for the drug in a laboratory."""

    THC = "thc", _("Cannabis (THC)")
    COCAINE = "cocaine", _("Cocaine (benzoylecgonine)")
    OPIATES = "opiates", _("Opiates (class)")
    CODEINE = "codeine", _("Codeine")
    MORPHINE = "morphine", _("Morphine")
    HYDROCODONE = "hydrocodone", _("Hydrocodone")
    NORHYDROCODONE = "norhydrocodone", _("Norhydrocodone")
    HYDROMORPHONE = "hydromorphone", _("Hydromorphone")
    OXYCODONE = "oxycodone", _("Oxycodone")
    NOROXYCODONE = "noroxycodone", _("Noroxycodone")
    OXYMORPHONE = "oxymorphone", _("Oxymorphone")
    SIX_AM = "six_am", _("6-Acetylmorphine (heroin)")
    FENTANYL = "fentanyl", _("Fentanyl")
    NORFENTANYL = "norfentanyl", _("Norfentanyl")
    BUPRENORPHINE = "buprenorphine", _("Buprenorphine")
    NORBUPRENORPHINE = "norbuprenorphine", _("Norbuprenorphine")
    NALOXONE = "naloxone", _("Naloxone")
    METHADONE = "methadone", _("Methadone")
    EDDP = "eddp", _("Methadone metabolite (EDDP)")
    TRAMADOL = "tramadol", _("Tramadol")
    DESMETHYLTRAMADOL = "desmethyltramadol", _("O-desmethyltramadol")
    TAPENTADOL = "tapentadol", _("Tapentadol")
    AMPHETAMINE = "amphetamine", _("Amphetamine")
    METHAMPHETAMINE = "methamphetamine", _("Methamphetamine")
    MDMA = "mdma", _("MDMA / MDA")
    RITALINIC_ACID = "ritalinic_acid", _("Methylphenidate (ritalinic acid)")
    BENZODIAZEPINES = "benzodiazepines", _("Benzodiazepines (class)")
    ALPRAZOLAM = "alprazolam", _("Alprazolam (α-hydroxyalprazolam)")
    CLONAZEPAM = "clonazepam", _("Clonazepam (7-aminoclonazepam)")
    LORAZEPAM = "lorazepam", _("Lorazepam")
    DIAZEPAM = "diazepam", _("Diazepam")
    NORDIAZEPAM = "nordiazepam", _("Nordiazepam")
    TEMAZEPAM = "temazepam", _("Temazepam")
    OXAZEPAM = "oxazepam", _("Oxazepam")
    BARBITURATES = "barbiturates", _("Barbiturates")
    PCP = "pcp", _("Phencyclidine (PCP)")
    ETG = "etg", _("Alcohol (EtG)")
    ETS = "ets", _("Alcohol (EtS)")
    BREATH_ALCOHOL = "breath_alcohol", _("Alcohol in breath")
    GABAPENTIN = "gabapentin", _("Gabapentin")
    ZOLPIDEM = "zolpidem", _("Zolpidem")
    K2 = "k2", _("Synthetic cannabinoids (K2, spice)")
    MITRAGYNINE = "mitragynine", _("Kratom (mitragynine)")
    XYLAZINE = "xylazine", _("Xylazine")


class Matrix(models.TextChoices):
    URINE = "urine", _("Urine")
    ORAL_FLUID = "oral_fluid", _("Oral fluid")
    BREATH = "breath", _("Breath")


class Stage(models.TextChoices):
    """A screen at the point of care, or a laboratory's confirmation. They never stand for each other."""

    PRESUMPTIVE = "presumptive", _("Screen (point of care)")
    DEFINITIVE = "definitive", _("Laboratory confirmation")


class Unit(models.TextChoices):
    NG_ML = "ng/mL", "ng/mL"
    UG_L = "ug/L", "µg/L"
    UG_ML = "ug/mL", "µg/mL"
    MG_L = "mg/L", "mg/L"
    PG_ML = "pg/mL", "pg/mL"
    NMOL_L = "nmol/L", "nmol/L"
    G_210L = "g/210L", "g/210 L"
    MG_L_BREATH = "mg/L breath", _("mg/L of breath")


class CreatinineUnit(models.TextChoices):
    MG_DL = "mg/dL", "mg/dL"
    MMOL_L = "mmol/L", "mmol/L"
    UMOL_L = "umol/L", "µmol/L"


class OrderReason(models.TextChoices):
    ADMISSION = "admission", _("Admission")
    RANDOM = "random", _("Random")
    FOR_CAUSE = "for_cause", _("For cause")
    FOLLOW_UP = "follow_up", _("Follow-up")
    DISCHARGE = "discharge", _("Discharge")


class TestStatus(models.TextChoices):
    __test__ = False
    ORDERED = "ordered", _("Ordered")
    COLLECTED = "collected", _("Collected")
    SCREENED = "screened", _("Screen read")
    SENT = "sent", _("At the laboratory")
    CONFIRMED = "confirmed", _("Laboratory answered")
    REVIEWED = "reviewed", _("Reviewed")
    MISSED = "missed", _("Missed")
    REFUSED = "refused", _("Declined")
    UNABLE = "unable", _("Could not provide")
    CANCELLED = "cancelled", _("Cancelled")


TEST_MOVES: dict[str, set[str]] = {
    TestStatus.ORDERED: {
        TestStatus.COLLECTED,
        TestStatus.MISSED,
        TestStatus.REFUSED,
        TestStatus.UNABLE,
        TestStatus.CANCELLED,
    },
    TestStatus.COLLECTED: {TestStatus.SCREENED, TestStatus.SENT, TestStatus.CANCELLED},
    TestStatus.SCREENED: {TestStatus.SENT, TestStatus.REVIEWED},
    TestStatus.SENT: {TestStatus.CONFIRMED},
    TestStatus.CONFIRMED: {TestStatus.REVIEWED},
    TestStatus.REVIEWED: {TestStatus.SENT},
    TestStatus.MISSED: set(),
    TestStatus.REFUSED: set(),
    TestStatus.UNABLE: set(),
    TestStatus.CANCELLED: set(),
}
NOT_COLLECTED = frozenset({TestStatus.MISSED, TestStatus.REFUSED, TestStatus.UNABLE, TestStatus.CANCELLED})
"""What became of an order without a sample: four codes, counted apart, none of them a result (drug_testing.md §9)."""
WAITING = frozenset({TestStatus.ORDERED})
HAS_RESULT = frozenset({TestStatus.SCREENED, TestStatus.SENT, TestStatus.CONFIRMED, TestStatus.REVIEWED})


class Observation(models.TextChoices):
    NONE = "none", _("Not observed")
    NEARBY = "nearby", _("Staff outside the door")
    DIRECT = "direct", _("Directly observed, by staff of the gender the client chose")


class ToldUse(models.TextChoices):
    """What the client says before there is a result."""

    NOT_ASKED = "", _("Not asked yet")
    NONE = "none", _("No use")
    USED = "used", _("Used")
    PREFERS_NOT = "prefers_not", _("Prefers not to say")


class Outcome(models.TextChoices):
    """One line of a device or report."""

    NEGATIVE = "negative", _("Negative")
    POSITIVE = "positive", _("Positive")
    NO_READING = "no_reading", _("No reading")


class Validity(models.TextChoices):
    NOT_CHECKED = "not_checked", _("Not checked")
    NORMAL = "normal", _("Normal")
    DILUTE = "dilute", _("Dilute")
    INVALID = "invalid", _("Invalid")
    SUBSTITUTED = "substituted", _("Substituted")
    ADULTERATED = "adulterated", _("Adulterated")


NOT_USABLE = frozenset({Validity.INVALID, Validity.SUBSTITUTED, Validity.ADULTERATED})


class Fit(models.TextChoices):
    """How one line fits what is known of the client (drug_testing.md §5)."""

    EXPECTED_NEGATIVE = "expected_negative", _("Negative, as expected")
    EXPECTED_POSITIVE = "expected_positive", _("Positive, explained by a medication")
    AS_TOLD = "as_told", _("Positive, as the client told us before")
    UNEXPECTED_POSITIVE = "unexpected_positive", _("Positive, not explained")
    UNEXPECTED_NEGATIVE = "unexpected_negative", _("Negative, though a medication should show")
    POSSIBLE_SPIKING = "possible_spiking", _("Medication without its metabolite")
    NOT_TESTED = "not_tested", _("Not covered by this test")


UNEXPECTED = frozenset({Fit.UNEXPECTED_POSITIVE, Fit.UNEXPECTED_NEGATIVE, Fit.POSSIBLE_SPIKING})


class Overall(models.TextChoices):
    """What a whole set of lines comes to."""

    CONSISTENT = "consistent", _("Consistent")
    DOUBTFUL = "doubtful", _("Nothing unexpected; the sample was not fully checked")
    AS_TOLD = "as_told", _("Consistent with what the client told us")
    DILUTE = "dilute", _("Negative, dilute: collect again")
    PENDING = "pending", _("Unexpected, not confirmed")
    UNEXPECTED = "unexpected", _("Unexpected, confirmed")
    NOT_VALID = "not_valid", _("Sample cannot be used: collect again")


TO_TALK_ABOUT = frozenset({Overall.AS_TOLD, Overall.PENDING, Overall.UNEXPECTED})
TO_COLLECT_AGAIN = frozenset({Overall.DILUTE, Overall.NOT_VALID})


class ExemptionKind(models.TextChoices):
    MEDICAL = "medical", _("Medical reason")
    SHY_BLADDER = "shy_bladder", _("Cannot provide urine (shy bladder)")
    TRAUMA = "trauma", _("Collection would do harm (trauma)")
    AWAY = "away", _("Away, agreed with the team")


class Instead(models.TextChoices):
    """What happens on a drawn day while an exemption holds."""

    NOTHING = "nothing", _("Is not drawn")
    ORAL_FLUID = "oral_fluid", _("Is drawn, with oral fluid instead")


class TalkOutcome(models.TextChoices):
    """What a review came to. None of them ends treatment: a result never discharges anybody."""

    SEEN = "seen", _("Read; nothing to do")
    TALKED = "talked", _("Talked with the client; plan stays")
    PLAN = "plan", _("Talked with the client; plan is reviewed")
    LEVEL = "level", _("Talked with the client; level of care is reviewed")
    MEDICAL = "medical", _("Talked with the client; prescriber is asked")
    CONFIRM = "confirm", _("Client disputes it; laboratory confirms")
    NOT_REACHED = "not_reached", _("Could not talk yet")


SETTLED = frozenset(set(TalkOutcome.values) - {TalkOutcome.NOT_REACHED, TalkOutcome.CONFIRM})


class DrawReason(models.TextChoices):
    CHANCE = "chance", _("By chance")
    GAP = "gap", _("No test for the longest gap")
