"""What the demo's progress notes say. Any likeness to a person is chance."""

from __future__ import annotations

SAID = (
    "Came on time. Spoke about the evenings after work, which are the hardest; went to the river twice instead of home.",
    "Tired, slept five hours. Told of a quarrel with the landlord and that the thought of a drink came and went within ten minutes.",
    "Brought the diary: cravings highest on Thursday (6 of 10), none on the weekend with the children.",
    "Quiet at first. Spoke about the funeral and about the promise to call the sponsor before the family arrives.",
    "In good spirits after the first full week at the new shift. Worried about the office party on Friday.",
    "Named three people who still use and decided not to answer one of them. Cried, and stayed with it.",
    "Told of a lapse on Sunday, two glasses of wine, poured the rest away and called the sister. Ashamed and relieved.",
    "Went through last week's homework: two of three situations done, the third one avoided.",
    "Talked about money: the letter from the bank has been lying unopened for a week. Opened it here together.",
    "Sleeps better since the phone stays in the kitchen. Misses the noise of the bar more than the drink.",
)
DID = (
    "Chain of the lapse drawn on the board, link by link; two places found where another step was possible.",
    "Urge surfing practised for eight minutes; rated 7 before and 3 after.",
    "Decisional balance for the party; three refusals said aloud until they came easily.",
    "Values named and put in order; work comes second, to their own surprise.",
    "Thought record for “one will not matter”; evidence gathered for and against.",
    "Grounding practised with feet and breath; written on a card for the wallet.",
)
THINKS = (
    "Recognises the early signs sooner than a month ago and acts on them. Still alone on Sundays.",
    "Wavers between wanting to stop and wanting to cut down; says so openly, which is new.",
    "The lapse was short and told at once. Steadier than after the last one.",
    "Grief is the strongest trigger now. No signs of withdrawal.",
    "Confidence grows with each evening that was planned. Sleep remains the weak place.",
)
PLANS = (
    "Plan two evenings by name and hour; send a line to the group when they are done.",
    "Call the sponsor before, not after. Card stays in the wallet.",
    "Diary goes on; sleep times added. Bring it next week.",
    "Write the refusal for Friday down and practise it with the sister.",
    "Ask the housing office for the list; case manager informed.",
)
NEXT = (
    "Next session in a week, same hour.",
    "Next week; sister comes along for the last ten minutes.",
    "Next week; go through the diary first.",
)
CALLED = "Called at the number on file after the missed session; no answer. Left a neutral message with the front desk's number."
MISSED = "Did not come and did not call. Not on the roster of the group that day either."
HOUSING = (
    "Went through the two applications for recovery housing. One is complete; for the other the income letter is missing. Called "
    "the office together: there is a bed from the first of the month."
)
CHECK_IN = (
    "Twenty minutes after group. Week went as planned, one hard evening, used the card. Asked about the bus pass."
)
ADDED = "Left out above: asked again about thoughts of suicide, none present, none in the past week."
QUESTION = (
    "Sleep has been under five hours for two weeks in spite of sleep hygiene. Would you look at it at the next visit?"
)
COMMENT = "Please add what was agreed about the bus pass and who takes it on."
