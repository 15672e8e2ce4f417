"""Who is in treatment: the person, their care by date, how they came, what they agreed to, and what left about them."""

from clients.models.care import (
    CareTeamMembership,
    Concern,
    Episode,
    EpisodeStatusChange,
    LevelOfCare,
    LevelRequirement,
    Placement,
)
from clients.models.charts import ChartMerge, EmergencyAccess, MessageHold
from clients.models.consents import Consent, ConsentRevocation, ConsentSignature, ConsentTemplate
from clients.models.discharge import DischargeDetail
from clients.models.disclosures import Disclosure, DisclosureReview, FalseConsent
from clients.models.documents import ClientDocument
from clients.models.identifiers import ClientIdentifier
from clients.models.imports import ImportedRow, ImportRun, ImportRunChange
from clients.models.intake import Inquiry, InquiryStatusChange, IntakeAnswer, IntakeCheck, OutsideStay, ReferralSource
from clients.models.lengths import StayExtension
from clients.models.letters import Letter, LetterTemplate
from clients.models.parties import CourtOrder, RecipientParty, ServiceAgreement
from clients.models.people import ChannelPermission, Client, ContactPoint, RelatedPerson, Relationship
from clients.models.placing import Diagnosis, DiagnosisCode, Dimension, DimensionalAssessment, DimensionRating
from clients.models.portal import PortalAccount
from clients.models.portal_door import PortalInvitation, PortalKiosk, PortalLink
from clients.models.registers import (
    AccessRequest,
    AccessRequestChange,
    AmendmentRequest,
    AmendmentRequestChange,
    Breach,
    BreachChange,
    Grievance,
    GrievanceChange,
    Incident,
    IncidentChange,
    RestrictionRequest,
    RestrictionRequestChange,
)
from clients.models.requests import ConsentOffer, RecordExport
from clients.models.threads import Thread, ThreadFile, ThreadMessage, ThreadRead

__all__ = [
    "AccessRequest",
    "AccessRequestChange",
    "AmendmentRequest",
    "AmendmentRequestChange",
    "Breach",
    "BreachChange",
    "CareTeamMembership",
    "ChannelPermission",
    "ChartMerge",
    "Client",
    "ClientDocument",
    "ClientIdentifier",
    "Concern",
    "Consent",
    "ConsentOffer",
    "ConsentRevocation",
    "ConsentSignature",
    "ConsentTemplate",
    "ContactPoint",
    "CourtOrder",
    "Diagnosis",
    "DiagnosisCode",
    "Dimension",
    "DimensionRating",
    "DimensionalAssessment",
    "DischargeDetail",
    "Disclosure",
    "DisclosureReview",
    "EmergencyAccess",
    "Episode",
    "EpisodeStatusChange",
    "FalseConsent",
    "Grievance",
    "GrievanceChange",
    "ImportRun",
    "ImportRunChange",
    "ImportedRow",
    "Incident",
    "IncidentChange",
    "Inquiry",
    "InquiryStatusChange",
    "IntakeAnswer",
    "IntakeCheck",
    "Letter",
    "LetterTemplate",
    "LevelOfCare",
    "LevelRequirement",
    "MessageHold",
    "OutsideStay",
    "Placement",
    "PortalAccount",
    "PortalInvitation",
    "PortalKiosk",
    "PortalLink",
    "RecipientParty",
    "RecordExport",
    "ReferralSource",
    "RelatedPerson",
    "Relationship",
    "RestrictionRequest",
    "RestrictionRequestChange",
    "ServiceAgreement",
    "StayExtension",
    "Thread",
    "ThreadFile",
    "ThreadMessage",
    "ThreadRead",
]
