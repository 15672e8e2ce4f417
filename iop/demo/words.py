"""What people of the demo clinic say and write. Person-first, and never naming another client."""

from __future__ import annotations

TRIGGERS = (
    "Payday and an empty evening",
    "An argument about money at home",
    "Driving past the old place",
    "A message from somebody I used to use with",
    "Could not sleep again",
    "A long shift and no break",
    "Family visit on Sunday",
    "Loneliness late at night",
    "Pain in my back came back",
    "A wedding with an open bar",
    "Boredom after work",
    "Anniversary of my father's death",
)
SUCCESSES = (
    "Called my support person before it got bad",
    "Went to a meeting and stayed until the end",
    "Cooked dinner with my daughter",
    "Slept seven hours",
    "Walked every morning",
    "Told my boss the truth about my schedule",
    "Used the breathing exercise at the store",
    "Deleted two phone numbers",
    "Paid a bill I had been avoiding",
    "Said no and meant it",
    "Took my medication every day",
    "Laughed with my brother again",
)
SETBACKS = (
    "",
    "",
    "",
    "Missed my morning routine twice",
    "Snapped at my partner",
    "Strong craving on Saturday, it passed",
    "Returned to use once on the weekend and want to talk about it",
    "Skipped the gym all week",
    "Kept to myself more than I wanted",
)
LEARNED = (
    "Cravings rise and fall like a wave",
    "My first warning sign is that I stop answering calls",
    "I can pause before I answer",
    "Sleep changes everything else",
    "Asking early is easier than asking late",
    "Anger is often fear for me",
    "A plan for the evening matters more than willpower",
    "Boundaries protect both sides",
)
WILL_APPLY = (
    "Surf the urge for fifteen minutes before deciding anything",
    "Text my support person at six every day",
    "Write three lines before bed",
    "Use the pause when my partner raises the topic of money",
    "Leave the phone in the kitchen at night",
    "Plan Saturday evening tonight",
)
GOALS = (
    "Go to the Tuesday meeting",
    "Call my sponsor tonight",
    "Walk for twenty minutes tomorrow morning",
    "Ask the pharmacist about the refill",
    "Cook one real meal",
    "Send the form to my landlord",
    "Be in bed by eleven",
    "Tell my sister how the week went",
    "Practice the grounding exercise twice",
    "Make a list of safe people for the weekend",
)
SHARED = (
    "The group opened with check-in and a short breathing exercise. The main part worked on {focus}: members looked at a "
    "recent situation step by step, named thoughts, feelings and body signs, and tried out another response in pairs. "
    "The workshop added background and a worksheet. The group closed with one thing each person will apply.",
    "Today's theme was {focus}. After check-in the facilitator introduced the idea with an everyday example, the group "
    "collected its own, and members practiced in threes with feedback. Energy was steady, with good listening. Wrap-up "
    "gathered what was learned and goals for the next two days.",
    "Work on {focus} continued from last time. Members brought back what they had tried, what had helped and what had "
    "not. The facilitator linked this to the relapse cycle and led a role play. The group was supportive and honest.",
)
TOOK_PART = (
    "Took an active part and gave an example of {their} own",
    "Listened closely and spoke twice",
    "Spoke openly about a hard evening this week",
    "Was quiet at first and joined in after the break",
    "Offered thoughtful feedback in the pair work",
    "Took part fully and kept the group's time",
)
SILENT = (
    "Was present throughout and chose not to share, which was respected",
    "Attended, stayed attentive and preferred to listen today",
)
RESPONSE = (
    "was able to name an early warning sign",
    "linked the topic to the plan for the coming weekend",
    "showed more hope than last week",
    "described using a coping skill outside the group",
    "recognised a thinking trap and reframed it",
    "seemed tired, and said so",
    "was tearful briefly and accepted support",
)
NEXT_STEP = (
    "will practice the skill before the next session",
    "continues toward the objective of attending two meetings a week",
    "will bring the worksheet next time",
    "plans to talk with {their} individual therapist about sleep",
    "will review the relapse-prevention plan with {their} counselor",
)
ABSENT_REASONS = ("Sick child", "Work called a shift", "Car trouble", "Medical appointment", "Flu")
OUTREACH_NOTES = (
    "Spoke for five minutes; will come next time.",
    "Left a neutral message to call back.",
    "No answer on two tries.",
    "Reached; ride fell through, interested in a make-up.",
)
CONCERNS = (
    (
        "medical",
        "Dizzy after the break.",
        "Sat with them, offered water, medical colleague checked blood pressure. Went home with a ride.",
    ),
    (
        "suicidal",
        "Said that life feels pointless this week; no plan.",
        "Stayed with them, went through the safety plan, therapist joined, safe contact called.",
    ),
    ("conflict", "Raised voices in the hallway at the break.", "Separated calmly and talked with each alone."),
)
