"""A curriculum to begin with: topics of program.md §6, each with one page to take home, in the project's own words."""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.choices import ComponentCategory as C


@dataclass(frozen=True)
class Topic:
    """A topic and its handout. The handout addresses the client."""

    title: str
    category: C
    summary: str
    handout: str


TOPICS = (
    Topic(
        "Early warning signs", C.GROUP,
        "A return to use begins in feelings and habits, long before a substance. Each person finds their own first "
        "signs.",
        "A return to use rarely comes out of nowhere. Days or weeks earlier, something shifts: sleep gets short, "
        "calls go "
        "unanswered, small lies come back, meals are skipped.\n\n"
        "Write down three signs that others could see in you, and three that only you can feel.\n\n"
        "Next to each one write one thing to do on the same day: whom to call, what to cancel, where to go. A sign is "
        "not a "
        "failure. It is information, and it came early.",
    ),
    Topic(
        "High-risk situations", C.GROUP,
        "People, places, times and moods that pull; three ways through each: avoid, prepare, leave.",
        "Think of the last time an urge was strong. Where were you? Who was there? What time was it? What had "
        "happened just "
        "before?\n\n"
        "For every situation there are three plans. Avoid: what can I skip for now? Prepare: what do I say, bring or "
        "arrange "
        "before I go? Leave: how do I get home within ten minutes?\n\n"
        "Write one situation of the coming week and all three plans for it. Tell one person.",
    ),
    Topic(
        "A plan for the weekend", C.GROUP,
        "Unplanned hours are the hardest hours. The group fills them with things that are possible and one that is "
        "enjoyable.",
        "Draw Saturday and Sunday as two columns, morning to night. Put in what is fixed: meals, sleep, work, "
        "family.\n\n"
        "Now find the gap you worry about most. Put something into it that has a start time and another person.\n\n"
        "Add one thing only because you like it. Put one phone number at the bottom, for the moment when the plan "
        "breaks.",
    ),
    Topic(
        "Thoughts are not orders", C.GROUP,
        "CBT: notice a thought, look at the evidence, find a fairer one, see what changes in feeling and action.",
        "Something happens, a thought comes, a feeling follows, and we act. It goes so quickly that the thought is "
        "easy to "
        "miss.\n\n"
        "Catch one: “I have ruined everything anyway.” Ask it three questions. What speaks for it? What speaks "
        "against it? What "
        "would I say to a friend who thought this?\n\n"
        "Write down the fairer thought. It need not be cheerful, only true. Then notice: is the urge as strong as "
        "before?",
    ),
    Topic(
        "Riding out strong feelings", C.GROUP,
        "DBT: a feeling rises, peaks and falls. Skills for the minutes in between that do no harm.",
        "A strong feeling is like a wave: it grows, it peaks, it goes down, even if you do nothing. Most waves last "
        "less than "
        "half an hour.\n\n"
        "For those minutes: cold water on face and wrists. Ten slow breaths, longer out than in. Walk fast to the end "
        "of the "
        "street. Name the feeling out loud, with a number from 0 to 10, and again five minutes later.\n\n"
        "Choose two of these now and try them once while you are calm. A skill that is practiced is there when it is "
        "needed.",
    ),
    Topic(
        "Saying what you need", C.GROUP,
        "Clear requests without blame: what I see, how I feel, what I ask for. Practiced in pairs.",
        "Blame makes people defend themselves. A request gives them something they can do.\n\n"
        "Try three steps. What I see: “You came home at nine.” What I feel: “I was worried and alone with the "
        "children.” What I "
        "ask: “Please text me when it gets later than seven.”\n\n"
        "Write one request you have been putting off, in these three steps. Read it aloud once. Shorten it by half.",
    ),
    Topic(
        "Boundaries that hold", C.GROUP,
        "A boundary is about what I do, not about what others must do. How to say one kindly and keep it.",
        "A boundary is a sentence about yourself: “I don't stay where people are drinking.” It needs nobody's "
        "permission.\n\n"
        "Say it early, say it short, say it in a calm moment. You need not explain it twice.\n\n"
        "Then keep it once, even if it is uncomfortable. Others learn from what you do. Whom will you tell which "
        "sentence this "
        "week?",
    ),
    Topic(
        "Rebuilding trust", C.FAMILY,
        "Trust comes back through small promises kept, on both sides. What helps, what only looks like help.",
        "Trust is not restored by one talk. It grows when small promises are kept, again and again, and when a broken "
        "one is "
        "named quickly.\n\n"
        "For the person in recovery: promise less, and keep it. For relatives: ask for what you need to see, and "
        "notice it when "
        "it happens.\n\n"
        "Agree today on one promise for each of you that can be kept within three days.",
    ),
    Topic(
        "Grief, shame and being kind to yourself", C.GROUP,
        "What substances helped not to feel. Guilt says “I did”, shame says “I am”; the group practices the "
        "difference.",
        "Recovery brings back what was numbed: losses, and things we regret. That hurts, and it is a sign of feeling "
        "again.\n\n"
        "Guilt says: I did something I regret. It can lead to repair. Shame says: I am bad. It leads to hiding, and "
        "hiding leads "
        "back to use.\n\n"
        "Write one sentence that shame tells you. Beneath it, write what you would answer a person you love who said "
        "it.",
    ),
    Topic(
        "Mood, anxiety and substance use", C.GROUP,
        "How depression, anxiety, trauma and bipolar conditions and substance use feed each other, and why both are "
        "treated at once.",
        "Many people who come here also live with depression, anxiety, the effects of trauma or another condition. "
        "Neither is "
        "your fault, and neither has to wait for the other.\n\n"
        "Substances can quiet symptoms for an hour and make them louder for days. Keep a small log: mood in the "
        "morning, mood at "
        "night, sleep, medication taken.\n\n"
        "Bring it to your prescriber. Don't stop a medication on your own; call first.",
    ),
    Topic(
        "Finding your people", C.GROUP,
        "12-Step and other mutual-help groups: what they offer, how they differ, how to try one without promising "
        "anything.",
        "Groups outside the clinic go on when the program ends. There are many kinds: 12-Step fellowships, SMART "
        "Recovery, Refuge "
        "and Recovery Dharma, women's and men's groups, groups online.\n\n"
        "Try three different meetings before you decide. Sit near the door, if you like. You may just listen.\n\n"
        "Afterwards ask yourself: did anybody say something that sounded like me? Would I call somebody from that "
        "room?",
    ),
    Topic(
        "What substances do to the brain", C.PSYCHOEDUCATION,
        "Reward, learning and stress: why wanting can outlive liking, and how the brain recovers with time.",
        "The brain marks what is important for survival: food, closeness, safety. Substances press that button harder "
        "than "
        "anything in daily life, and the brain learns: this matters most.\n\n"
        "With time everyday pleasures feel pale, and stress feels louder. That is a change in the brain, not a weak "
        "character.\n\n"
        "It changes back, slowly. Sleep, movement, food and people speed it up. Notice this week one small thing that "
        "felt good "
        "by itself.",
    ),
    Topic(
        "The cycle of return to use", C.PSYCHOEDUCATION,
        "Trigger, thought, urge, permission, use, regret: where the chain can be cut, and what to do after a slip.",
        "Between a trigger and use there are steps: a thought, an urge, a permission (“just today”), a plan, an "
        "opportunity. At "
        "each of them you can get off.\n\n"
        "Draw your own chain from the last time. Circle the earliest step at which you could have called somebody.\n\n"
        "If it happens: stop as early as you can, get safe, tell somebody the same day, come to the next session. "
        "Your tolerance "
        "is lower than it was, so the old amount can be deadly. Keep naloxone where others find it.",
    ),
    Topic(
        "Knowing your triggers", C.PSYCHOEDUCATION,
        "Triggers outside (people, places, paydays) and inside (hunger, anger, loneliness, tiredness, joy). Everyone "
        "makes a map.",
        "A trigger is whatever your brain has learned to connect with use. Some are outside: a street, a song, a "
        "payday. Some are "
        "inside: anger, boredom, even good news.\n\n"
        "Ask four questions when an urge comes: am I hungry, angry, lonely, tired? Often the need beneath is "
        "simple.\n\n"
        "Make a map with yourself in the middle. Put triggers around you; the stronger, the nearer. Choose the "
        "nearest one and "
        "plan for it.",
    ),
    Topic(
        "Stress without substances", C.PSYCHOEDUCATION,
        "What stress does in the body and which small habits lower it; problem or feeling, and what fits which.",
        "Stress is the body getting ready. Heart, breath and muscles speed up. It only becomes a burden when it never "
        "switches off.\n\n"
        "Ask: can I change it? Then take the smallest next step. Can't I? Then take care of the body: breathe out "
        "slowly, move "
        "for ten minutes, talk to somebody, go outside.\n\n"
        "Put one of these at a fixed time of day, so that it happens before you need it.",
    ),
    Topic(
        "Sleep and self-care", C.PSYCHOEDUCATION,
        "Why sleep is poor in early recovery, how long that lasts, and what helps it along.",
        "Poor sleep is common in the first weeks and gets better. Tired brains have stronger urges, so sleep is "
        "treatment.\n\n"
        "Get up at the same time every day, also after a bad night. Coffee until noon only. Screens out of the "
        "bedroom. If you lie "
        "awake for long, get up, do something dull by dim light, go back when you are sleepy.\n\n"
        "Write down for a week when you went to bed and got up. Bring it to your counselor.",
    ),
    Topic(
        "Motivation on slow days", C.PSYCHOEDUCATION,
        "Two sides of change are normal. Reasons of one's own, small proofs, and what to do when wanting is gone.",
        "Part of you wants change and part of you misses the old way. Both may sit at the table. You decide who "
        "drives.\n\n"
        "Write your own reasons, not those of others. How important is it to you today, from 0 to 10? Why not "
        "lower?\n\n"
        "On days without motivation, shrink the step until it is possible: just shoes on, just one call, just get "
        "here.",
    ),
    Topic(
        "Growing self-respect", C.PSYCHOEDUCATION,
        "Self-esteem follows actions: doing what fits one's values, on a small scale and often.",
        "Waiting until we like ourselves takes long. It works better the other way round: do something you respect, "
        "and the "
        "feeling follows.\n\n"
        "Name three values: honest, reliable, a good parent, curious. For each, one act for tomorrow that takes under "
        "ten "
        "minutes.\n\n"
        "In the evening, write down what you did. Not what was missing.",
    ),
    Topic(
        "Goals small enough to keep", C.LIFE_SKILLS,
        "From a wish to a step for the next 24 to 48 hours: what, when, where, with whom.",
        "“Get healthy” is a wish. “Walk around the block after lunch tomorrow” is a goal: you will know whether you "
        "did it.\n\n"
        "A good goal for the next one or two days says what, when and where. You are nine out of ten sure that you "
        "will keep it. If "
        "not, make it smaller.\n\n"
        "Tell the group. Next time somebody will ask, kindly: kept, partly, or not this time? All three teach you "
        "something.",
    ),
    Topic(
        "Money that lasts the month", C.LIFE_SKILLS,
        "A one-page budget, payday as a risk, and where to get help with debt.",
        "List what comes in and what must go out: rent, food, phone, transport, debt. What is left, divided by the "
        "weeks?\n\n"
        "Payday can be a trigger. Decide the day before what happens in the first hour: who is with you, which bill "
        "is paid at "
        "once.\n\n"
        "With debts, silence is the most expensive answer. Your case manager knows where to get free advice.",
    ),
    Topic(
        "A week with a rhythm", C.LIFE_SKILLS,
        "Time management: fixed points, free time that is planned, and rest.",
        "Days with fixed points are easier days: getting up, eating, being with people, going to bed.\n\n"
        "Fill a week: first what is fixed, then what your body needs, then what you owe others, then what you enjoy. "
        "Leave empty "
        "space, too.\n\n"
        "Look at the times where you used to use. Is something there now?",
    ),
    Topic(
        "Going back to work", C.VOCATIONAL,
        "What to tell an employer and what not, gaps in a résumé, rights at work, and first days back.",
        "You don't owe an employer your medical history. “I was away for health reasons and am ready to work again” is "
        "true and enough. Ask your case manager about your rights before you say more.\n\n"
        "Practice the answer to “What have you been doing?” until it feels ordinary.\n\n"
        "Plan the first week back: lunch breaks, after-work drinks, the way home, whom you call each evening.",
    ),
    Topic(
        "Eating to feel steady", C.HOLISTIC,
        "Regular meals and urges; simple food on little money.",
        "Hunger and thirst feel a lot like an urge. Regular meals, with some protein each time, keep mood and energy "
        "steadier.\n\n"
        "Start with breakfast: eggs, oats, yogurt, beans, leftovers. Water before coffee. Something sweet is fine; "
        "after food "
        "is better.\n\n"
        "Which meal do you skip most often? Put a simple version of it into the house today.",
    ),
    Topic(
        "Art, music and what words can't reach", C.HOLISTIC,
        "Making something without judging it; what came up, as far as one likes to say.",
        "Nobody grades this. A line, a color, a rhythm may say what you have no words for, and may simply be "
        "pleasant.\n\n"
        "Set a timer for ten minutes. Make something that looks or sounds like today. Stop when it rings.\n\n"
        "Give it a title. Keep it, show it or tear it up: all three are fine.",
    ),
)  # fmt: skip
