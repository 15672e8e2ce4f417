"""Words of medications: what is taken, how, where it was learned, and what is given here.

Source: documentation.md §7, drug_testing.md §5 (ingredients whose metabolites a test may show).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ingredient(models.TextChoices):
    """What is in a medication. The name that stands on the package is kept beside it."""

    BUPRENORPHINE = "buprenorphine", _("Buprenorphine")
    BUPRENORPHINE_NALOXONE = "buprenorphine_naloxone", _("Buprenorphine with naloxone")
    METHADONE = "methadone", _("Methadone")
    NALTREXONE = "naltrexone", _("Naltrexone")
    ACAMPROSATE = "acamprosate", _("Acamprosate")
    DISULFIRAM = "disulfiram", _("Disulfiram")
    NALOXONE = "naloxone", _("Naloxone")
    LOFEXIDINE = "lofexidine", _("Lofexidine")
    CLONIDINE = "clonidine", _("Clonidine")
    NICOTINE = "nicotine", _("Nicotine replacement")
    VARENICLINE = "varenicline", _("Varenicline")
    BUPROPION = "bupropion", _("Bupropion")
    CODEINE = "codeine", _("Codeine")
    FENTANYL = "fentanyl", _("Fentanyl")
    HYDROCODONE = "hydrocodone", _("Hydrocodone")
    HYDROMORPHONE = "hydromorphone", _("Hydromorphone")
    MORPHINE = "morphine", _("Morphine")
    OXYCODONE = "oxycodone", _("Oxycodone")
    OXYMORPHONE = "oxymorphone", _("Oxymorphone")
    TAPENTADOL = "tapentadol", _("Tapentadol")
    TRAMADOL = "tramadol", _("Tramadol")
    ALPRAZOLAM = "alprazolam", _("Alprazolam")
    CHLORDIAZEPOXIDE = "chlordiazepoxide", _("Chlordiazepoxide")
    CLONAZEPAM = "clonazepam", _("Clonazepam")
    DIAZEPAM = "diazepam", _("Diazepam")
    LORAZEPAM = "lorazepam", _("Lorazepam")
    OXAZEPAM = "oxazepam", _("Oxazepam")
    TEMAZEPAM = "temazepam", _("Temazepam")
    BUTALBITAL = "butalbital", _("Butalbital")
    PHENOBARBITAL = "phenobarbital", _("Phenobarbital")
    ZOLPIDEM = "zolpidem", _("Zolpidem")
    AMPHETAMINE = "amphetamine", _("Amphetamine")
    LISDEXAMFETAMINE = "lisdexamfetamine", _("Lisdexamfetamine")
    METHAMPHETAMINE = "methamphetamine", _("Methamphetamine")
    METHYLPHENIDATE = "methylphenidate", _("Methylphenidate")
    ATOMOXETINE = "atomoxetine", _("Atomoxetine")
    PHENTERMINE = "phentermine", _("Phentermine")
    PSEUDOEPHEDRINE = "pseudoephedrine", _("Pseudoephedrine")
    DRONABINOL = "dronabinol", _("Dronabinol (THC)")
    CANNABIDIOL = "cannabidiol", _("Cannabidiol (CBD)")
    MEDICAL_CANNABIS = "medical_cannabis", _("Medical cannabis")
    GABAPENTIN = "gabapentin", _("Gabapentin")
    PREGABALIN = "pregabalin", _("Pregabalin")
    TOPIRAMATE = "topiramate", _("Topiramate")
    BACLOFEN = "baclofen", _("Baclofen")
    SERTRALINE = "sertraline", _("Sertraline")
    ESCITALOPRAM = "escitalopram", _("Escitalopram")
    FLUOXETINE = "fluoxetine", _("Fluoxetine")
    CITALOPRAM = "citalopram", _("Citalopram")
    VENLAFAXINE = "venlafaxine", _("Venlafaxine")
    DULOXETINE = "duloxetine", _("Duloxetine")
    MIRTAZAPINE = "mirtazapine", _("Mirtazapine")
    TRAZODONE = "trazodone", _("Trazodone")
    BUSPIRONE = "buspirone", _("Buspirone")
    HYDROXYZINE = "hydroxyzine", _("Hydroxyzine")
    PRAZOSIN = "prazosin", _("Prazosin")
    QUETIAPINE = "quetiapine", _("Quetiapine")
    OLANZAPINE = "olanzapine", _("Olanzapine")
    RISPERIDONE = "risperidone", _("Risperidone")
    ARIPIPRAZOLE = "aripiprazole", _("Aripiprazole")
    PALIPERIDONE = "paliperidone", _("Paliperidone")
    LITHIUM = "lithium", _("Lithium")
    LAMOTRIGINE = "lamotrigine", _("Lamotrigine")
    VALPROATE = "valproate", _("Valproate")
    DEXTROMETHORPHAN = "dextromethorphan", _("Dextromethorphan")
    IBUPROFEN = "ibuprofen", _("Ibuprofen")
    ACETAMINOPHEN = "acetaminophen", _("Acetaminophen")
    THIAMINE = "thiamine", _("Thiamine")
    OTHER = "other", _("Another ingredient")


class Treats(models.TextChoices):
    """What a medication is taken for, as far as this clinic must tell it apart."""

    MOUD = "moud", _("Opioid use disorder (MOUD)")
    MAUD = "maud", _("Alcohol use disorder (MAUD)")
    TOBACCO = "tobacco", _("Tobacco")
    WITHDRAWAL = "withdrawal", _("Withdrawal")
    MENTAL_HEALTH = "mental_health", _("Mental health")
    SLEEP = "sleep", _("Sleep")
    PAIN = "pain", _("Pain")
    PHYSICAL = "physical", _("Physical health")
    OTHER = "other", _("Something else")


CAN_TREAT_OPIOIDS = frozenset(
    {Ingredient.BUPRENORPHINE, Ingredient.BUPRENORPHINE_NALOXONE, Ingredient.METHADONE, Ingredient.NALTREXONE}
)
"""Medications approved for opioid use disorder; only these are marked MOUD."""
CAN_TREAT_ALCOHOL = frozenset(
    {
        Ingredient.NALTREXONE, Ingredient.ACAMPROSATE, Ingredient.DISULFIRAM, Ingredient.TOPIRAMATE, Ingredient.GABAPENTIN,
        Ingredient.BACLOFEN,
    }
)  # fmt: skip
"""Medications approved for alcohol use disorder, and those commonly given for it; only these are marked MAUD."""


class Route(models.TextChoices):
    ORAL = "oral", _("By mouth")
    SUBLINGUAL = "sublingual", _("Under the tongue or in the cheek")
    INTRAMUSCULAR = "intramuscular", _("Injection into a muscle")
    SUBCUTANEOUS = "subcutaneous", _("Injection under the skin")
    TRANSDERMAL = "transdermal", _("Patch")
    NASAL = "nasal", _("Nasal")
    INHALED = "inhaled", _("Inhaled")
    TOPICAL = "topical", _("On the skin")
    OTHER = "other", _("Another way")


INJECTED = frozenset({Route.INTRAMUSCULAR, Route.SUBCUTANEOUS})


class LearnedFrom(models.TextChoices):
    """Where the list knows a medication from."""

    CLIENT = "client", _("The client says so")
    PACKAGE = "package", _("Bottle or package seen")
    PHARMACY = "pharmacy", _("Pharmacy")
    PRESCRIBER = "prescriber", _("Prescriber")
    MONITORING = "monitoring", _("Prescription monitoring program")
    PAPERS = "papers", _("Papers of another place of care")
    RELATIVE = "relative", _("Relative")


class StopReason(models.TextChoices):
    FINISHED = "finished", _("Course finished")
    DOSE_CHANGED = "dose_changed", _("Dose or way of taking it changed")
    SIDE_EFFECTS = "side_effects", _("Side effects")
    DID_NOT_HELP = "did_not_help", _("Did not help")
    CHANGED = "changed", _("Changed to another medication")
    CLIENT_STOPPED = "client_stopped", _("The client stopped taking it")
    NOT_AFFORDED = "not_afforded", _("Cost or coverage")
    NOT_AVAILABLE = "not_available", _("Not available")
    PRESCRIBER_STOPPED = "prescriber_stopped", _("The prescriber stopped it")
    OTHER = "other", _("Another reason")


class AllergyKind(models.TextChoices):
    MEDICATION = "medication", _("Medication")
    FOOD = "food", _("Food")
    LATEX = "latex", _("Latex")
    OTHER = "other", _("Something else")


class AllergySeverity(models.TextChoices):
    MILD = "mild", _("Mild")
    MODERATE = "moderate", _("Moderate")
    SEVERE = "severe", _("Severe")
    UNKNOWN = "unknown", _("Not known")


class InjectionSite(models.TextChoices):
    LEFT_GLUTEAL = "left_gluteal", _("Left buttock")
    RIGHT_GLUTEAL = "right_gluteal", _("Right buttock")
    LEFT_DELTOID = "left_deltoid", _("Left upper arm")
    RIGHT_DELTOID = "right_deltoid", _("Right upper arm")
    LEFT_ABDOMEN = "left_abdomen", _("Left abdomen")
    RIGHT_ABDOMEN = "right_abdomen", _("Right abdomen")
    LEFT_THIGH = "left_thigh", _("Left thigh")
    RIGHT_THIGH = "right_thigh", _("Right thigh")


class NaloxoneOutcome(models.TextChoices):
    GIVEN = "given", _("Kit given")
    HAS_ONE = "has_one", _("Has one that is in date")
    DECLINED = "declined", _("Declined for now")


class NaloxoneProduct(models.TextChoices):
    NASAL_4 = "nasal_4", _("Nasal spray 4 mg")
    NASAL_3 = "nasal_3", _("Nasal spray 3 mg")
    NASAL_8 = "nasal_8", _("Nasal spray 8 mg")
    MUSCLE = "muscle", _("For injection into a muscle")


class NaloxoneWhy(models.TextChoices):
    ADMISSION = "admission", _("Beginning of treatment")
    TEST = "test", _("After a test result")
    RETURN_TO_USE = "return_to_use", _("After a return to use")
    ASKED = "asked", _("They asked")
    REPLACED = "replaced", _("Used, lost or out of date")
    DISCHARGE = "discharge", _("End of treatment")
    FAMILY = "family", _("For a relative or friend")
