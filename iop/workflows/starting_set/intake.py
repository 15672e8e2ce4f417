"""What a first call asks: the fit checklist (program.md §5) and what payers need before the start."""

from __future__ import annotations

from dataclasses import dataclass

from clients.choices import CheckKind as K
from clients.choices import PayerKind as P

INSURED = (P.COMMERCIAL, P.MEDICAID, P.MEDICARE, P.OTHER)


@dataclass(frozen=True)
class Check:
    """A check as it is first made."""

    kind: K
    key: str
    text: str
    hint: str = ""
    is_needed: bool = False
    payers: tuple[P, ...] = ()


def _fit(key: str, text: str, hint: str = "", *, needed: bool = False) -> Check:
    return Check(K.FIT, key, text, hint, needed)


def _payer(key: str, text: str, payers: tuple[P, ...], hint: str = "", *, needed: bool = True) -> Check:
    return Check(K.PAYER, key, text, hint, needed, payers)


CHECKS: tuple[Check, ...] = (
    _fit(
        "medically-stable", "Medically stable, with no withdrawal that needs watching?",
        "Shaking, sweating, seizures, or heavy daily use stopped in the last days: ask a nurse or send them to detox first.",
        needed=True,
    ),
    _fit("without-24-7", "Able to get through the day without supervision around the clock?", needed=True),
    _fit("stable-home", "A stable place to live, where recovery is possible?", "A sober home counts.", needed=True),
    _fit("ready-for-groups", "Ready to take part in therapy and groups?", "Ready to try is enough.", needed=True),
    _fit(
        "mild-to-moderate", "Substance use, or co-occurring conditions, that are mild to moderate?",
        "A clinician decides at the assessment.", needed=True,
    ),
    _fit("needs-structure", "Needs more structure than a weekly appointment?", needed=True),
    _fit("after-detox", "Has finished detox or residential treatment?"),
    _fit("from-php", "Steps down from a partial hospitalization program?"),
    _fit("step-up", "Steps up from weekly therapy after early signs of relapse, or under stress?"),
    _fit("duties", "Work, school or family duties to keep up?", "Decides which track fits."),
    _fit("goals", "Has said what they want from treatment?"),
    _payer("plan-and-number", "Plan name and member number", INSURED, "From the card, front and back."),
    _payer("eligible", "Coverage checked for the first day", INSURED, "Active on that day, and covers intensive outpatient."),
    _payer("authorization", "Authorization asked for, or not needed", (P.COMMERCIAL, P.MEDICAID, P.OTHER)),
    _payer(
        "cost-told", "Deductible, copay and what they will pay told to them", (P.COMMERCIAL, P.MEDICARE, P.OTHER),
        needed=False,
    ),
    _payer("in-network", "In network, or told that it is not", (P.COMMERCIAL, P.OTHER), needed=False),
    _payer("managed-plan", "Managed-care plan named", (P.MEDICAID,), needed=False),
    _payer(
        "estimate", "Good-faith estimate given in writing", (P.SELF_PAY,), "Owed to everybody who pays themselves (45 CFR 149.610)."
    ),
    _payer("payment-plan", "Payment plan agreed", (P.SELF_PAY,), needed=False),
    _payer("who-pays", "Who pays, as far as they know", (P.UNKNOWN,)),
)  # fmt: skip
