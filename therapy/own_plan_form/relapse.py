"""The relapse-prevention plan: what sets it off, what is noticed first, what helps, and what to do after a lapse."""

from __future__ import annotations

from therapy.own_plan_form.shapes import Ask, Form, Section

FORM = Form(
    kind="relapse",
    titles={"en": "My plan to stay in recovery", "es": "Mi plan para seguir en recuperación"},
    notes={
        "en": "A lapse is not the end. Tell somebody the same day. After a break the body takes less: a usual amount can kill.",
        "es": "Una recaída no es el final. Dígaselo a alguien el mismo día. Tras una pausa el cuerpo tolera menos: la cantidad "
        "de antes puede matar.",
    },
    sections=(
        Section(
            "people",
            {"en": "People who make it harder", "es": "Personas que lo hacen más difícil"},
            {"en": "Who pulls me towards using?", "es": "¿Quién me acerca al consumo?"},
        ),
        Section(
            "places",
            {"en": "Places and times", "es": "Lugares y momentos"},
            {"en": "Where and when is it hardest?", "es": "¿Dónde y cuándo es más difícil?"},
        ),
        Section(
            "feelings",
            {"en": "Feelings", "es": "Sentimientos"},
            {"en": "Which feelings make me want to use?", "es": "¿Qué sentimientos me dan ganas de consumir?"},
            is_needed=True,
        ),
        Section(
            "early",
            {"en": "Early warning signs", "es": "Primeras señales"},
            {
                "en": "What changes weeks or days before: sleep, meetings, secrets, mood?",
                "es": "¿Qué cambia semanas o días antes: el sueño, las reuniones, los secretos, el ánimo?",
            },
            is_needed=True,
        ),
        Section(
            "late",
            {"en": "Late warning signs", "es": "Señales de alarma"},
            {"en": "What happens just before?", "es": "¿Qué pasa justo antes?"},
        ),
        Section(
            "coping",
            {"en": "What helps me", "es": "Lo que me ayuda"},
            {"en": "Skills and habits that have worked.", "es": "Habilidades y hábitos que me han funcionado."},
            is_needed=True,
        ),
        Section(
            "cravings",
            {"en": "When a craving comes", "es": "Cuando llegan las ganas"},
            {
                "en": "What I do in the first ten minutes, and then. A craving passes.",
                "es": "Qué hago en los primeros diez minutos, y después. Las ganas pasan.",
            },
            is_needed=True,
        ),
        Section(
            "network",
            {"en": "People on my side", "es": "Personas de mi lado"},
            {"en": "Whom I call, with phone numbers.", "es": "A quién llamo, con su teléfono."},
            ask=Ask.PEOPLE,
        ),
        Section(
            "dates",
            {"en": "Days that will be hard", "es": "Días que serán difíciles"},
            {
                "en": "Birthdays, paydays, anniversaries, court dates, and what I do on them.",
                "es": "Cumpleaños, días de pago, aniversarios, citas en la corte, y qué hago esos días.",
            },
            ask=Ask.DATES,
        ),
        Section(
            "meetings",
            {"en": "Meetings and groups", "es": "Reuniones y grupos"},
            {"en": "Which, where and when.", "es": "Cuáles, dónde y cuándo."},
        ),
        Section(
            "medication",
            {"en": "Medication that protects me", "es": "Medicamentos que me protegen"},
            {
                "en": "What I take, and whom I ask before I change or stop it.",
                "es": "Qué tomo, y a quién pregunto antes de cambiarlo o dejarlo.",
            },
        ),
        Section(
            "lapse",
            {"en": "If I use again", "es": "Si vuelvo a consumir"},
            {
                "en": "What I do the same day, and whom I tell first.",
                "es": "Qué hago el mismo día, y a quién se lo digo primero.",
            },
            is_needed=True,
        ),
        Section(
            "overdose",
            {"en": "Naloxone and overdose", "es": "Naloxona y sobredosis"},
            {
                "en": "Where my naloxone is, and who knows how to use it.",
                "es": "Dónde está mi naloxona y quién sabe usarla.",
            },
            always=(
                {
                    "en": "No answer, slow breathing, blue lips: give naloxone, call 911, stay, a second dose after 3 minutes",
                    "es": "No responde, respira despacio, labios azules: dé naloxona, llame al 911, quédese, segunda dosis a los "
                    "3 minutos",
                },
            ),
        ),
        Section(
            "told",
            {"en": "Who may be told", "es": "A quién se le puede avisar"},
            {
                "en": "Whom the clinic may call if I am not well. It calls only with my written consent.",
                "es": "A quién puede llamar la clínica si no estoy bien. Solo llama con mi consentimiento por escrito.",
            },
            ask=Ask.PEOPLE,
        ),
    ),
)
