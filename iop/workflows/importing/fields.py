"""The fields that an import knows, and the headings under which other systems write them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from iop.core.words import Sentence, say


@dataclass(frozen=True)
class Field:
    """A field by its key, what people call it, and the headings (small letters and digits only) "
    "by which it is guessed."""

    key: str
    label: Sentence
    headings: frozenset[str]
    is_needed: bool = False


def _field(key: str, label: Sentence, headings: str, *, is_needed: bool = False) -> Field:
    return Field(key, label, frozenset([key.replace("_", ""), *headings.split()]), is_needed)


FIELDS: tuple[Field, ...] = (
    _field(
        "external_id",
        say("Number in the other system"),
        "id clientid patientid mrn recordnumber chartnumber chartno uniqueid clientnumber "
        "externalid medicalrecordnumber",
    ),
    _field(
        "first_name", say("Legal first name"), "firstname first given givenname legalfirstname fname", is_needed=True
    ),
    _field(
        "last_name",
        say("Legal last name"),
        "lastname last surname family familyname legallastname lname",
        is_needed=True,
    ),
    _field(
        "full_name",
        say("Whole name (“Last, First” or “First Last”)"),
        "name clientname patientname fullname client patient",
    ),
    _field("preferred_name", say("Preferred name"), "preferredname preferred nickname goesby chosenname callme"),
    _field("date_of_birth", say("Date of birth"), "dob dateofbirth birthdate birthday born birthdt", is_needed=True),
    _field("sex", say("Sex"), "sex gender administrativesex birthsex"),
    _field("pronouns", say("Pronouns"), "pronoun pronouns"),
    _field("language", say("Language"), "language preferredlanguage primarylanguage lang"),
    _field(
        "phone", say("Phone"), "phone phonenumber mobile cell cellphone mobilephone telephone homephone primaryphone"
    ),
    _field("email", say("E-mail"), "email emailaddress mail"),
    _field("street", say("Street"), "street address address1 addressline1 streetaddress"),
    _field("street_2", say("Street, second line"), "street2 address2 addressline2 apt unit apartment"),
    _field("city", say("City"), "city town"),
    _field("state", say("State"), "state stateprovince st"),
    _field("zip", say("ZIP code"), "zip zipcode postalcode postcode"),
    _field(
        "emergency_name",
        say("Emergency contact: name"),
        "emergencycontact emergencycontactname emergencyname iceName icename",
    ),
    _field("emergency_phone", say("Emergency contact: phone"), "emergencyphone emergencycontactphone icephone"),
    _field(
        "emergency_role",
        say("Emergency contact: who they are to the client"),
        "emergencyrelationship emergencycontactrelationship emergencyrole relationship",
    ),
    _field("ssn", say("Social Security number"), "ssn socialsecuritynumber socialsecurity"),
    _field("medicaid", say("Medicaid number"), "medicaid medicaidid medicaidnumber masshealth masshealthid"),
    _field("medicare", say("Medicare number"), "medicare medicareid medicarenumber mbi"),
    _field(
        "payer", say("Insurance: payer"), "insurance payer payername insurancename insurancecompany carrier healthplan"
    ),
    _field("plan", say("Insurance: plan"), "plan planname insuranceplan"),
    _field(
        "member_number", say("Insurance: member number"), "memberid membernumber policynumber subscriberid insuranceid"
    ),
    _field("group_number", say("Insurance: group number"), "groupnumber groupid groupno"),
    _field("covered_from", say("Insurance: covered from"), "coveragestart effectivedate coveredfrom insurancestart"),
    _field("referred_by", say("Referred by"), "referredby referral referralsource referrer"),
    _field("contact_notes", say("When and how to reach them safely"), "contactnotes safecontact contactinstructions"),
)
BY_KEY = {field.key: field for field in FIELDS}


def plain_heading(text: str) -> str:
    """Reduce a heading to its small letters and digits: "Date of Birth" and "date_of_birth" are one."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def guessed(headings: Iterable[str]) -> dict[str, str]:
    """Say which column (by its place, as text) is which field; a field is given to the first "
    "column that is called so."""
    found: dict[str, str] = {}
    for place, heading in enumerate(headings):
        plain = plain_heading(heading)
        field = next((each for each in FIELDS if plain in each.headings and each.key not in found.values()), None)
        if field is not None:
            found[str(place)] = field.key
    return found


def why_not_mapped(columns: dict[str, str]) -> Sentence | None:
    """A table needs columns for the name and the date of birth, and no two columns for one field."""
    named = set(columns.values())
    if len(named) < len(columns):
        return say("Two columns stand for the same field. Choose one of them.")
    if "full_name" not in named and not {"first_name", "last_name"} <= named:
        return say("Say which columns hold the first and the last name, or which one holds the whole name.")
    return None if "date_of_birth" in named else say("Say which column holds the date of birth.")
