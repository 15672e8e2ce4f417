"""Mindfulness and grounding exercises with the words to lead them. Eyes may stay open; anybody may sit one out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Exercise:
    """An exercise: its name, its usual minutes, the words to lead it by."""

    title: str
    minutes: int
    script: str


EXERCISES = (
    Exercise(
        "Three slow breaths", 3,
        "Sit so that you feel the chair beneath you. You may close your eyes or look at one spot on the floor.\n\n"
        "Breathe in through the nose as you like. Breathe out slowly, as if through a straw. (Pause.) That was one.\n\n"
        "In. And a long way out. Let the shoulders drop. (Pause.) Two.\n\n"
        "In. And out, a little longer still. (Pause.) Three.\n\n"
        "Notice what is different, if anything. Nothing has to be. Look around the room, and welcome.",
    ),
    Exercise(
        "Five senses", 5,
        "This one brings you here when your thoughts are somewhere else.\n\n"
        "Find five things you can see. Say them silently, like naming them for a child. (Pause.)\n\n"
        "Four things you can feel: the sole of a shoe, a sleeve, the air. (Pause.)\n\n"
        "Three things you can hear, near and far. (Pause.) Two that you can smell, or would like to smell. (Pause.)\n\n"
        "One taste, or one slow breath. You are here. It is today.",
    ),
    Exercise(
        "Urge surfing", 8,
        "Think of a small urge: to look at the phone, to scratch, to eat something. We don't practice with a big "
        "one.\n\n"
        "Where is it in the body? Throat, chest, hands? How large? Warm or cool? Put your attention on its edge. "
        "(Pause.)\n\n"
        "Imagine it as a wave, and your breath as a board. You need not stop the wave. You need not follow it. You "
        "ride.\n\n"
        "It rises. (Pause.) It may rise more. Stay with the breath. (Pause.) Somewhere it turns, and gets smaller. "
        "(Pause.)\n\n"
        "Give it a number from 0 to 10. Compare with the beginning. Every wave you have ridden makes the next one "
        "easier.",
    ),
    Exercise(
        "Leaves on a stream", 6,
        "Imagine a slow stream with leaves floating past. If you see no pictures, just know that it is there.\n\n"
        "Whatever thought comes, set it on a leaf. A worry: a leaf. A plan: a leaf. “This is silly”: a leaf as well. "
        "(Pause.)\n\n"
        "Don't push the leaves. Don't wade in after them. If you find yourself swimming, climb out and sit down "
        "again. (Pause.)\n\n"
        "Thoughts come, thoughts go. You are the one on the bank. (Pause.)\n\n"
        "Feel the chair, hear the room, and come back.",
    ),
    Exercise(
        "Body scan", 10,
        "Let your attention walk through the body. Skip any place that isn't comfortable; the hands are always a good "
        "place to "
        "wait.\n\n"
        "Begin with the feet. Warm, cold, nothing? All is fine. (Pause.) Lower legs, knees. (Pause.) Thighs on the "
        "chair. "
        "(Pause.)\n\n"
        "The belly moving with the breath. (Pause.) Back, shoulders: let them be heavy. (Pause.) Arms, hands, each "
        "finger. "
        "(Pause.)\n\n"
        "Jaw: a bit of space between the teeth. Eyes, forehead. (Pause.)\n\n"
        "Now the whole body, breathing. Thank it for getting you here. Stretch as you like.",
    ),
    Exercise(
        "Feet on the floor", 3,
        "Put both feet on the floor. Press them down as if leaving a print. Let go. And again. (Pause.)\n\n"
        "The floor holds you; you don't have to do anything for it. Beneath it is the building, beneath that the "
        "ground. (Pause.)\n\n"
        "Say silently: I am in this room. It is this day. I am safe enough for this minute.\n\n"
        "Look at somebody's shoes, and nod to their owner. We begin.",
    ),
    Exercise(
        "Walking with attention", 8,
        "Stand up, with room around you. Whoever prefers to sit moves the feet beneath the chair.\n\n"
        "Lift one foot slowly. Notice the heel, the air, the toe touching down. Shift your weight. (Pause.) The other "
        "foot.\n\n"
        "Walk through the room more slowly than usual. There is nowhere to get to. (Pause.)\n\n"
        "When your mind has wandered, stop for one breath, then take the next step. That stopping is the exercise. "
        "(Pause.)\n\n"
        "Come to a stand. Feel how the body balances by itself.",
    ),
    Exercise(
        "A kind sentence to yourself", 5,
        "Put a hand where it is comfortable: chest, arm, or in your lap.\n\n"
        "Think of something small that was hard this week. Not the hardest thing. (Pause.) Say: this is hard. "
        "(Pause.)\n\n"
        "Others in this room know days like that. You are not the only one. (Pause.)\n\n"
        "Which sentence would you have liked to hear? “You are trying.” “One thing at a time.” Choose one. (Pause.) "
        "Say it silently, in "
        "the voice of somebody who likes you.\n\n"
        "If that felt odd, you did it right. It gets easier.",
    ),
    Exercise(
        "Arriving after a long day", 5,
        "Your day came in with you. Let's give it a place.\n\n"
        "Imagine a shelf by the door. Put on it what can wait until later: work, the bus, a message. Name it as you "
        "set it "
        "down. (Pause.) It will still be there.\n\n"
        "Roll the shoulders once. Breathe out so that somebody could hear it. (Pause.)\n\n"
        "What do you need from the next three hours? One word. (Pause.) Keep it to yourself or bring it to check-in.",
    ),
    Exercise(
        "Safe place", 7,
        "Choose a place, real or made up, where you can breathe easily. If none comes, a bench in the shade will "
        "do.\n\n"
        "Look around there. What colors? What light? (Pause.) What do you hear? (Pause.) Is there a smell, a warmth, "
        "a wind? "
        "(Pause.)\n\n"
        "Where in the body do you notice that you are safe here? Stay with that. (Pause.)\n\n"
        "Give the place a name of one word. You can go back with that word whenever you need a minute.\n\n"
        "Bring your eyes back to the room. The place stays yours.",
    ),
)  # fmt: skip
