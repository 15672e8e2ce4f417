"""What callers of the demo clinic say, who sends them, and why some do not come."""

from __future__ import annotations

from clients.choices import OutReason, PayerKind, ReferralKind, Substance

SOURCES = (
    # kind, organization, person, phone
    (ReferralKind.DETOX, "Bayview Withdrawal Unit", "Nurse Imelda Rourke", "+16175550310"),
    (ReferralKind.RESIDENTIAL, "Stonebridge Residential", "Case manager Theo Vance", "+16175550311"),
    (ReferralKind.PHP, "Mill Street Day Hospital", "Dr. Yusuf Anand", "+16175550312"),
    (ReferralKind.HOSPITAL, "Commonwealth Emergency Department", "Social work desk", "+16175550313"),
    (ReferralKind.PROVIDER, "Ellis Square Family Medicine", "Dr. Coretta Lamb", "+16175550314"),
    (ReferralKind.COURT, "Suffolk Probation, Drug Session", "Officer Dale Prentiss", "+16175550315"),
    (ReferralKind.EMPLOYER, "Harborline Transit, employee assistance", "Ms. Ottoline Frye", "+16175550316"),
    (ReferralKind.PAYER, "Beacon State Health Plan", "Care line", "+16175550317"),
)
WITHOUT_SOURCE = (ReferralKind.SELF, ReferralKind.FAMILY, ReferralKind.ALUMNI, ReferralKind.WEB)

SAID = (
    (
        "I finished detox on Friday and I am scared of the evenings. I want something most days of the week.",
        (Substance.ALCOHOL,),
    ),
    (
        "Thirty days in residential are over next week. They told me I need a step before ordinary therapy.",
        (Substance.OPIOIDS, Substance.NICOTINE),
    ),
    (
        "I see my therapist every week, but I used twice this month. It is starting again and I know how it goes.",
        (Substance.COCAINE, Substance.ALCOHOL),
    ),
    (
        "My doctor says my liver is telling me to stop. I work nights and I do not know how to fit this in.",
        (Substance.ALCOHOL,),
    ),
    (
        "I take buprenorphine and it helps, but I sit at home alone all day. I need people who understand.",
        (Substance.OPIOIDS,),
    ),
    (
        "Probation wants me in a program, and honestly I want it too. I have two small children at home.",
        (Substance.STIMULANTS, Substance.CANNABIS),
    ),
    (
        "It began with the pills after my back surgery. I stopped the pills, and now it is wine every evening.",
        (Substance.SEDATIVES, Substance.ALCOHOL),
    ),
    (
        "I got through the day hospital for depression, and they say the drinking is the other half of it.",
        (Substance.ALCOHOL,),
    ),
)
SAID_BY_FAMILY = (
    (
        "My brother came home from detox and sits in his room. He says he would go somewhere if it were in the evening.",
        (Substance.OPIOIDS,),
    ),
    (
        "My wife asked me to call because she cannot make herself do it. She has not had a drink for nine days.",
        (Substance.ALCOHOL,),
    ),
    (
        "Our daughter is nineteen. She wants help, she just does not know what to ask for, and neither do we.",
        (Substance.CANNABIS, Substance.SEDATIVES),
    ),
)
PAYERS = (
    (PayerKind.COMMERCIAL, "Beacon State Health Plan, through work"),
    (PayerKind.COMMERCIAL, "Meridian Mutual PPO"),
    (PayerKind.MEDICAID, "State Medicaid, managed plan"),
    (PayerKind.MEDICARE, "Medicare with a supplement"),
    (PayerKind.SELF_PAY, "Would pay themselves; asked about a plan"),
    (PayerKind.UNKNOWN, ""),
)
OUT = (
    # status, reason, destination, note
    ("referred_out", OutReason.NEEDS_MORE, "Bayview Withdrawal Unit", "Shaking since the morning; the unit has a bed tonight."),
    ("referred_out", OutReason.NEEDS_MORE, "Stonebridge Residential", "Nowhere safe to stay; residential first, then back to us."),
    ("referred_out", OutReason.NEEDS_LESS, "Ellis Square Family Medicine", "Weekly therapy is enough for now, and closer to home."),
    ("declined", OutReason.MEDICAL, "", "Needs wound care every day that we cannot give."),
    ("declined", OutReason.PAYER, "", "The plan has no contract with us; gave three names that do."),
    ("lost", OutReason.NO_ANSWER, "", "Three calls on three days, one message as agreed."),
    ("lost", OutReason.WENT_ELSEWHERE, "", "Found a seat nearer to work."),
    ("lost", OutReason.CHANGED_MIND, "", "Wants to wait until after the holidays; may call again."),
    ("lost", OutReason.SCHEDULE, "", "Could come on Saturdays only before a weekend seat was free."),
)  # fmt: skip
NEXT_STEPS = (
    "Call back after 17:00",
    "Ask Bayview for the discharge summary",
    "Verify benefits with the plan",
    "Confirm the time of the assessment",
    "Send the directions, as agreed by text",
    "Ask whether Monday is still good",
)
