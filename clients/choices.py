"""Words of the client's record, and which status may follow which."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

StrOrPromise = str | Promise


class EpisodeStatus(models.TextChoices):
    INQUIRY = "inquiry", _("Inquiry")
    ADMITTED = "admitted", _("In treatment")
    DISCHARGED = "discharged", _("Discharged")
    NOT_ADMITTED = "not_admitted", _("Not admitted")


EPISODE_MOVES: dict[str, set[str]] = {
    EpisodeStatus.INQUIRY: {EpisodeStatus.ADMITTED, EpisodeStatus.NOT_ADMITTED},
    EpisodeStatus.ADMITTED: {EpisodeStatus.DISCHARGED},
    EpisodeStatus.DISCHARGED: set(),
    EpisodeStatus.NOT_ADMITTED: set(),
}


class Sex(models.TextChoices):
    """As some published scores need it; whoever they are, the pronouns say how to speak of them."""

    UNKNOWN = "unknown", _("Not asked")
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Another")


class DischargeKind(models.TextChoices):
    COMPLETED = "completed", _("Completed treatment")
    TRANSFERRED = "transferred", _("Transferred")
    LEFT = "left", _("Left against professional advice")
    ADMINISTRATIVE = "administrative", _("Ended by the program")
    INCARCERATED = "incarcerated", _("Incarcerated")
    DECEASED = "deceased", _("Deceased")
    MOVED = "moved", _("Moved away")
    OTHER = "other", _("Other")


class ContactKind(models.TextChoices):
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    POSTAL = "postal", _("Postal address")


class IdentifierKind(models.TextChoices):
    SSN = "ssn", _("Social Security number")
    MEDICARE = "medicare", _("Medicare number")
    MEDICAID = "medicaid", _("Medicaid number")
    MEMBER = "member", _("Member number of a health plan")
    STATE_ID = "state_id", _("State ID or driver's license")
    OTHER = "other", _("Another number")


ONE_PERSONS_OWN = frozenset({IdentifierKind.SSN, IdentifierKind.MEDICARE, IdentifierKind.MEDICAID})
"""Numbers that no two people share; a member number may cover a family."""


class DocumentKind(models.TextChoices):
    """What an uploaded paper is."""

    REFERRAL = "referral", _("Referral")
    ID = "id", _("ID")
    INSURANCE_CARD = "insurance_card", _("Insurance card")
    OUTSIDE_RECORD = "outside_record", _("Record from elsewhere")
    COURT_PAPER = "court_paper", _("Court paper")
    OTHER = "other", _("Another paper")


CARDS = frozenset({DocumentKind.ID, DocumentKind.INSURANCE_CARD})
"""Papers without clinical content: whoever may open the chart may see them, billing included."""


class CareRole(models.TextChoices):
    PRIMARY_COUNSELOR = "primary_counselor", _("Primary counselor")
    THERAPIST = "therapist", _("Individual therapist")
    CASE_MANAGER = "case_manager", _("Case manager")
    PRESCRIBER = "prescriber", _("Prescriber")


class ConcernKind(models.TextChoices):
    INTOXICATED = "intoxicated", _("Seems intoxicated")
    SUICIDAL = "suicidal", _("Thoughts of suicide or self-harm")
    MEDICAL = "medical", _("Medical")
    CONFLICT = "conflict", _("Conflict or threat")


class VarianceReason(models.TextChoices):
    NOT_AVAILABLE = "not_available", _("Level not available here")
    PREFERENCE = "preference", _("Client's preference")
    PAYER = "payer", _("Payer's decision")
    LEGAL = "legal", _("Legal requirement")
    WAITING = "waiting", _("On a waiting list")
    OTHER = "other", _("Other")


CONCERN_STEPS: dict[str, tuple[StrOrPromise, ...]] = {
    ConcernKind.SUICIDAL: (
        _("Stay with them, or stay on the line. Somebody else takes over the group."),
        _("Ask plainly: “Are you thinking about killing yourself?” Asking does not put the idea there."),
        _("If they have a plan, the means or are hurt: call 911 now and say where you are."),
        _("Otherwise call the colleague on call now, and offer 988 by call or text, together."),
        _("Open their safety plan with them, if there is one: start at the step they are at."),
        _("They do not leave alone until a clinician has spoken with them."),
    ),
    ConcernKind.INTOXICATED: (
        _("Check breathing and whether they answer. Slow or no breathing: give naloxone, call 911, stay."),
        _("Take them to a quiet room, kindly and without an audience. They are not in trouble."),
        _("Ask what they took, how much and when. Shaking, sweating or seizures may be withdrawal: call 911."),
        _("Call the colleague on call, who decides with them whether the day goes on."),
        _("They do not drive. Arrange a safe way home with somebody they choose."),
    ),
    ConcernKind.MEDICAL: (
        _("Chest pain, trouble breathing, a seizure, heavy bleeding or no answer: call 911 first."),
        _("Send somebody for the first-aid kit and the AED; one person stays with them."),
        _("Ask about allergies, medication and pregnancy, and tell whoever comes to help."),
        _("Call the colleague on call. Ask the client whom they would like told."),
    ),
    ConcernKind.CONFLICT: (
        _("Keep your distance and your voice low. Let people leave the room; do not block the door."),
        _("A weapon or an attack: get everybody out and call 911."),
        _("Speak with each person alone. Nobody has to sort it out in front of the group."),
        _("If somebody was threatened by name, call the colleague on call before anyone goes home."),
    ),
}
"""What to do first, by kind of concern. A clinic's own protocol goes before it; it is here for the first two minutes."""

CRISIS_LINE = "988"
"""Suicide & Crisis Lifeline: call or text, day and night, in English and Spanish (47 CFR 52.200)."""

CONCERN_WORK: dict[str, StrOrPromise] = {
    ConcernKind.SUICIDAL: _("Somebody may be thinking of suicide: take over now."),
    ConcernKind.INTOXICATED: _("Somebody seems intoxicated: take over now."),
    ConcernKind.MEDICAL: _("Medical concern: take over now."),
    ConcernKind.CONFLICT: _("Conflict or threat: take over now."),
}
"""What the work item asks, naming nobody."""

CONCERN_FALLBACK_ROLE = "clinical_director"
"""Who follows a concern up while the on-call rota has a gap."""

MAX_AGE_YEARS = 130
"""Nobody has lived longer (verified record: 122 years)."""

NAME_LENGTH = 300


class InquiryStatus(models.TextChoices):
    NEW = "new", _("New")
    CONTACTED = "contacted", _("Contacted")
    ASSESSMENT_BOOKED = "assessment_booked", _("Assessment booked")
    ASSESSED = "assessed", _("Assessed")
    ACCEPTED = "accepted", _("Accepted")
    ADMITTED = "admitted", _("Admitted")
    REFERRED_OUT = "referred_out", _("Referred out")
    DECLINED = "declined", _("Declined")
    LOST = "lost", _("Lost")


INQUIRY_CLOSED = frozenset(
    {InquiryStatus.ADMITTED, InquiryStatus.REFERRED_OUT, InquiryStatus.DECLINED, InquiryStatus.LOST}
)
_OUT = {InquiryStatus.REFERRED_OUT, InquiryStatus.DECLINED, InquiryStatus.LOST}
INQUIRY_MOVES: dict[str, set[str]] = {
    InquiryStatus.NEW: {InquiryStatus.CONTACTED, InquiryStatus.ASSESSMENT_BOOKED, InquiryStatus.ACCEPTED, *_OUT},
    InquiryStatus.CONTACTED: {InquiryStatus.ASSESSMENT_BOOKED, InquiryStatus.ASSESSED, InquiryStatus.ACCEPTED, *_OUT},
    InquiryStatus.ASSESSMENT_BOOKED: {
        InquiryStatus.CONTACTED,
        InquiryStatus.ASSESSED,
        InquiryStatus.ACCEPTED,
        *_OUT,
    },
    InquiryStatus.ASSESSED: {InquiryStatus.ACCEPTED, InquiryStatus.CONTACTED, *_OUT},
    InquiryStatus.ACCEPTED: {
        InquiryStatus.ADMITTED,
        InquiryStatus.CONTACTED,
        InquiryStatus.ASSESSMENT_BOOKED,
        InquiryStatus.ASSESSED,
        *_OUT,
    },
    InquiryStatus.ADMITTED: set(),
    InquiryStatus.REFERRED_OUT: {InquiryStatus.CONTACTED},
    InquiryStatus.DECLINED: {InquiryStatus.CONTACTED},
    InquiryStatus.LOST: {InquiryStatus.CONTACTED},
}


class InquiryChannel(models.TextChoices):
    PHONE = "phone", _("Phone")
    WEB = "web", _("Form on the program page")
    WALK_IN = "walk_in", _("In person")
    REFERRAL = "referral", _("Letter or fax")


class CallerIs(models.TextChoices):
    SELF = "self", _("The person themselves")
    RELATIVE = "relative", _("A relative or friend")
    PROFESSIONAL = "professional", _("A professional")
    OTHER = "other", _("Somebody else")


class ReplyBy(models.TextChoices):
    PHONE = "phone", _("Phone call")
    SMS = "sms", _("Text message")
    EMAIL = "email", _("E-mail")


class Urgency(models.TextChoices):
    ROUTINE = "routine", _("Within the week")
    SOON = "soon", _("Within two days")
    URGENT = "urgent", _("Today")
    EMERGENCY = "emergency", _("Now: in danger")


class SafetyAnswer(models.TextChoices):
    NOT_ASKED = "not_asked", _("Not asked yet")
    SAFE = "safe", _("Safe for now")
    UNSURE = "unsure", _("Not sure")
    NOT_SAFE = "not_safe", _("Not safe")


class PayerKind(models.TextChoices):
    UNKNOWN = "unknown", _("Not said yet")
    COMMERCIAL = "commercial", _("Insurance")
    MEDICAID = "medicaid", _("Medicaid")
    MEDICARE = "medicare", _("Medicare")
    SELF_PAY = "self_pay", _("Pays themselves")
    OTHER = "other", _("Another payer")


class Substance(models.TextChoices):
    ALCOHOL = "alcohol", _("Alcohol")
    OPIOIDS = "opioids", _("Opioids (heroin, fentanyl, pain pills)")
    STIMULANTS = "stimulants", _("Methamphetamine and other stimulants")
    COCAINE = "cocaine", _("Cocaine or crack")
    CANNABIS = "cannabis", _("Cannabis")
    SEDATIVES = "sedatives", _("Benzodiazepines and other sedatives")
    HALLUCINOGENS = "hallucinogens", _("Hallucinogens")
    INHALANTS = "inhalants", _("Inhalants")
    NICOTINE = "nicotine", _("Nicotine")
    OTHER = "other", _("Another substance")


class ReferralKind(models.TextChoices):
    SELF = "self", _("Self")
    FAMILY = "family", _("Family or friend")
    DETOX = "detox", _("Detox")
    RESIDENTIAL = "residential", _("Residential program")
    PHP = "php", _("Partial hospitalization program")
    HOSPITAL = "hospital", _("Hospital or emergency department")
    PROVIDER = "provider", _("Doctor or therapist")
    COURT = "court", _("Court, probation or parole")
    EMPLOYER = "employer", _("Employer")
    SCHOOL = "school", _("School")
    PAYER = "payer", _("Health plan")
    ALUMNI = "alumni", _("Former client")
    WEB = "web", _("Program page or search")
    OTHER = "other", _("Somewhere else")


class OutReason(models.TextChoices):
    """Why an inquiry did not lead to admission."""

    NEEDS_MORE = "needs_more", _("Needs a more intensive level")
    NEEDS_LESS = "needs_less", _("Needs a less intensive level")
    MEDICAL = "medical", _("Medical needs we cannot meet")
    NO_SEAT = "no_seat", _("No seat in time")
    PAYER = "payer", _("Payer or cost")
    SCHEDULE = "schedule", _("Times do not fit")
    WENT_ELSEWHERE = "went_elsewhere", _("Went elsewhere")
    CHANGED_MIND = "changed_mind", _("Changed their mind")
    NO_ANSWER = "no_answer", _("Could not be reached")
    OTHER = "other", _("Another reason")


class CheckKind(models.TextChoices):
    FIT = "fit", _("Fit for the program")
    PAYER = "payer", _("What the payer needs")


class CheckAnswer(models.TextChoices):
    UNKNOWN = "unknown", _("Not known yet")
    YES = "yes", _("Yes")
    NO = "no", _("No")


class StayKind(models.TextChoices):
    DETOX = "detox", _("Detox")
    RESIDENTIAL = "residential", _("Residential program")
    HOSPITAL = "hospital", _("Hospital")


class StayStatus(models.TextChoices):
    REFERRED = "referred", _("Referred")
    THERE = "there", _("There now")
    BACK = "back", _("Back with us")
    ELSEWHERE = "elsewhere", _("Did not come back")
    CANCELLED = "cancelled", _("Did not go")


class ConsentKind(models.TextChoices):
    TREATMENT = "treatment", _("Consent to treatment")
    PRIVACY_NOTICE = "privacy_notice", _("Privacy notice received")
    TPO = "tpo", _("Treatment, payment and operations")
    SPECIFIC = "specific", _("Release to a named recipient or class")
    RELATIVE = "relative", _("Release to a relative or support")
    TELEHEALTH = "telehealth", _("Telehealth")
    MESSAGES = "messages", _("Messages")
    ALUMNI = "alumni", _("Contact after treatment")
    CRIMINAL_JUSTICE = "criminal_justice", _("Release to the criminal justice system")
    LEGAL_PROCEEDINGS = "legal_proceedings", _("Use in legal proceedings")
    COUNSELING_NOTES = "counseling_notes", _("SUD counseling notes")


DISCLOSING_KINDS = frozenset(
    {
        ConsentKind.TPO,
        ConsentKind.SPECIFIC,
        ConsentKind.RELATIVE,
        ConsentKind.CRIMINAL_JUSTICE,
        ConsentKind.LEGAL_PROCEEDINGS,
        ConsentKind.COUNSELING_NOTES,
    }
)
"""Kinds that let information leave the clinic: 42 CFR 2.31 asks all its elements of them."""


class ConsentStatus(models.TextChoices):
    DRAFT = "draft", _("Not signed yet")
    SIGNED = "signed", _("Signed")
    DISCARDED = "discarded", _("Discarded before signing")


class SignerRole(models.TextChoices):
    CLIENT = "client", _("Client")
    PARENT = "parent", _("Parent")
    GUARDIAN = "guardian", _("Guardian")
    REPRESENTATIVE = "representative", _("Personal representative")


class SignatureMethod(models.TextChoices):
    TYPED = "typed", _("Typed")
    DRAWN = "drawn", _("Drawn")
    PAPER = "paper", _("On paper, scanned")


class RevocationMethod(models.TextChoices):
    WRITTEN = "written", _("In writing")
    ORAL = "oral", _("By word of mouth")
    PORTAL = "portal", _("In the portal")


class Information(models.TextChoices):
    """What may leave, in kinds that a client understands (42 CFR 2.31(a)(3): specific and meaningful)."""

    PRESENCE = "presence", _("That they are or were a client here")
    CONTACT = "contact", _("Name, birth date and contact details")
    SCHEDULE = "schedule", _("Appointments and session times")
    ATTENDANCE = "attendance", _("Attendance")
    ASSESSMENT = "assessment", _("Assessment and level of care")
    DIAGNOSIS = "diagnosis", _("Diagnoses")
    PLAN = "plan", _("Treatment plan and goals")
    PROGRESS = "progress", _("Summary of progress")
    NOTES = "notes", _("Progress notes")
    MEASURES = "measures", _("Results of questionnaires")
    DRUG_TESTS = "drug_tests", _("Drug test results")
    MEDICATIONS = "medications", _("Medications")
    DISCHARGE = "discharge", _("Discharge and aftercare plan")
    BILLING = "billing", _("Coverage, bills and payments")
    SAFETY = "safety", _("Safety concerns and emergencies")
    COUNSELING_NOTES = "counseling_notes", _("SUD counseling notes")


class Purpose(models.TextChoices):
    TREATMENT = "treatment", _("Treatment and coordination of care")
    PAYMENT = "payment", _("Payment")
    OPERATIONS = "operations", _("Health care operations")
    FAMILY_SUPPORT = "family_support", _("Support by family or friends")
    MONITORING = "monitoring", _("Monitoring by the criminal justice system")
    LEGAL_PROCEEDINGS = "legal_proceedings", _("A legal proceeding")
    EMPLOYMENT = "employment", _("Employment or school")
    BENEFITS = "benefits", _("Benefits, housing or licence")
    REQUEST = "request", _("At the client's request")
    EMERGENCY = "emergency", _("A medical emergency")
    AUDIT = "audit", _("Audit and evaluation")
    RESEARCH = "research", _("Research")
    PUBLIC_HEALTH = "public_health", _("A report that the law requires")


TPO = frozenset({Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS})


class RecipientClass(models.TextChoices):
    """Classes of recipients that a consent may name instead of one party (42 CFR 2.31(a)(4))."""

    TPO = (
        "tpo",
        _("My treating providers, health plans, third-party payers, and people helping to operate this program"),
    )
    TREATING = "treating", _("My treating providers")
    PAYERS = "payers", _("My health plans and third-party payers")


class PartyKind(models.TextChoices):
    PROVIDER = "provider", _("Treating provider")
    PAYER = "payer", _("Health plan or payer")
    COURT = "court", _("Court")
    PROBATION = "probation", _("Probation, parole or supervision")
    ATTORNEY = "attorney", _("Attorney")
    EMPLOYER = "employer", _("Employer")
    SCHOOL = "school", _("School")
    HOUSING = "housing", _("Sober home or housing")
    RELATIVE = "relative", _("Relative or support")
    AUTHORITY = "authority", _("Public authority")
    SERVICE = "service", _("Service provider of the clinic")
    INTERMEDIARY = "intermediary", _("Health information exchange or app")
    RESEARCHER = "researcher", _("Researcher")
    REFERRER = "referrer", _("Referral source")
    OTHER = "other", _("Another recipient")


NAMED_ONLY = frozenset(
    {
        PartyKind.COURT,
        PartyKind.PROBATION,
        PartyKind.ATTORNEY,
        PartyKind.EMPLOYER,
        PartyKind.SCHOOL,
        PartyKind.HOUSING,
        PartyKind.RELATIVE,
        PartyKind.REFERRER,
        PartyKind.OTHER,
    }
)
"""Recipients that no class covers: a consent names them (consent_privacy.md §3, the gate)."""


class Ground(models.TextChoices):
    """The legal ground on which something leaves the clinic."""

    OWN_USE = "own_use", _("Used by staff of this program")
    OWN_ACCESS = "own_access", _("The client's own copy")
    CONSENT = "consent", _("Consent")
    SERVICE_PROVIDER = "service_provider", _("Qualified service organization")
    EMERGENCY = "emergency", _("Medical emergency")
    COURT_ORDER = "court_order", _("Court order with its mandate")
    AUDIT = "audit", _("Audit and evaluation")
    RESEARCH = "research", _("Research")
    CHILD_ABUSE = "child_abuse", _("Initial report of child abuse or neglect")
    CRIME_ON_PREMISES = "crime_on_premises", _("Crime on premises or against staff")
    CAUSE_OF_DEATH = "cause_of_death", _("Cause of death")


GROUND_SOURCE: dict[str, str] = {
    Ground.OWN_USE: "42 CFR 2.12(c)(3)",
    Ground.OWN_ACCESS: "42 CFR 2.23",
    Ground.CONSENT: "42 CFR 2.31, 2.33",
    Ground.SERVICE_PROVIDER: "42 CFR 2.11, 2.12(c)(4)",
    Ground.EMERGENCY: "42 CFR 2.51",
    Ground.COURT_ORDER: "42 CFR 2.61–2.67",
    Ground.AUDIT: "42 CFR 2.53",
    Ground.RESEARCH: "42 CFR 2.52",
    Ground.CHILD_ABUSE: "42 CFR 2.12(c)(6)",
    Ground.CRIME_ON_PREMISES: "42 CFR 2.12(c)(5)",
    Ground.CAUSE_OF_DEATH: "42 CFR 2.15(b)",
}


class SentKind(models.TextChoices):
    """How something left."""

    LETTER = "letter", _("Letter")
    PRINT = "print", _("Print")
    COPY = "copy", _("Copy for the client")
    EXPORT = "export", _("Export")
    MESSAGE = "message", _("Message")
    API = "api", _("API")
    SPOKEN = "spoken", _("By word of mouth")
    PORTAL = "portal", _("Portal")
    CLAIM = "claim", _("Claim")


class Notice(models.TextChoices):
    """Which statement of 42 CFR 2.32(a) went along."""

    NONE = "none", _("None needed")
    SHORT = "short", _("Short form")
    LONG = "long", _("Long form")


class AgreementKind(models.TextChoices):
    QSOA = "qsoa", _("Qualified service organization agreement")
    BAA = "baa", _("Business associate agreement")


class OrderSection(models.TextChoices):
    NONCRIMINAL = "2.64", _("2.64: noncriminal purposes")
    CRIMINAL = "2.65", _("2.65: criminal investigation or prosecution of a client")
    PROGRAM = "2.66", _("2.66: investigation of a program")
    UNDERCOVER = "2.67", _("2.67: undercover agents and informants")


class Edition(models.IntegerChoices):
    """Editions of the ASAM Criteria in use side by side; only names and numbers are shipped."""

    THIRD = 3, _("3rd edition")
    FOURTH = 4, _("4th edition")


class MessageHoldKind(models.TextChoices):
    """Why somebody gets no messages for a while, or ever."""

    DECEASED = "deceased", _("Deceased")
    INCARCERATED = "incarcerated", _("Incarcerated")
    HOSPITALISED = "hospitalised", _("In hospital")
    ASKED = "asked", _("Asked for none")


class Specifier(models.TextChoices):
    """What a diagnosis adds to its code: how severe, how far behind, on whose word."""

    MILD = "mild", _("Mild (2–3 criteria)")
    MODERATE = "moderate", _("Moderate (4–5 criteria)")
    SEVERE = "severe", _("Severe (6 or more criteria)")
    EARLY_REMISSION = "early_remission", _("In early remission")
    SUSTAINED_REMISSION = "sustained_remission", _("In sustained remission")
    CONTROLLED_ENVIRONMENT = "controlled_environment", _("In a controlled environment")
    MAINTENANCE_THERAPY = "maintenance_therapy", _("On maintenance therapy")
    PROVISIONAL = "provisional", _("Provisional")
    BY_HISTORY = "by_history", _("By history")


SPECIFIER_GROUPS: tuple[frozenset[str], ...] = (
    frozenset({Specifier.MILD, Specifier.MODERATE, Specifier.SEVERE}),
    frozenset({Specifier.EARLY_REMISSION, Specifier.SUSTAINED_REMISSION}),
    frozenset({Specifier.PROVISIONAL, Specifier.BY_HISTORY}),
)
"""Of each group at most one holds."""
