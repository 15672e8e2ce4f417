"""The safety plan: six steps, tried in order, from what somebody can do alone to who comes to help."""

from __future__ import annotations

from therapy.own_plan_form.shapes import Ask, Form, Section

FORM = Form(
    kind="safety",
    titles={"en": "My safety plan", "es": "Mi plan de seguridad"},
    notes={
        "en": "Start at step 1 and go on until you are safe. If you might act on it now, go to step 5 at once.",
        "es": "Empiece por el paso 1 y siga hasta estar a salvo. Si cree que podría hacerse daño ahora, vaya al paso 5.",
    },
    sections=(
        Section(
            "signs",
            {"en": "1. How I notice it is starting", "es": "1. Cómo noto que está empezando"},
            {
                "en": "Thoughts, pictures, moods, places or things I do when a crisis may be coming.",
                "es": "Pensamientos, imágenes, estados de ánimo, lugares o cosas que hago cuando se acerca una crisis.",
            },
            is_needed=True,
        ),
        Section(
            "alone",
            {"en": "2. What I can do on my own", "es": "2. Lo que puedo hacer por mi cuenta"},
            {
                "en": "Things that take my mind off it without calling anybody.",
                "es": "Cosas que me distraen sin tener que llamar a nadie.",
            },
            is_needed=True,
        ),
        Section(
            "company",
            {"en": "3. People and places that take my mind off it", "es": "3. Personas y lugares que me distraen"},
            {
                "en": "I do not have to tell them what is wrong. A place needs no phone number.",
                "es": "No tengo que contarles lo que pasa. Un lugar no necesita teléfono.",
            },
            ask=Ask.PEOPLE,
        ),
        Section(
            "helpers",
            {"en": "4. People I can ask for help", "es": "4. Personas a quienes puedo pedir ayuda"},
            {
                "en": "Family or friends whom I can tell that I am in a crisis.",
                "es": "Familiares o amigos a quienes puedo decir que estoy en crisis.",
            },
            ask=Ask.PEOPLE,
        ),
        Section(
            "professionals",
            {"en": "5. Professionals and emergency help", "es": "5. Profesionales y ayuda de emergencia"},
            {
                "en": "My counselor, my doctor, the nearest emergency room.",
                "es": "Mi consejero o consejera, mi médico, la sala de emergencias más cercana.",
            },
            ask=Ask.PEOPLE,
            always=(
                {
                    "en": "988: call or text, day and night",
                    "es": "988: llame o envíe un mensaje, de día y de noche (oprima 2)",
                },
                {"en": "911 when somebody is in danger now", "es": "911 si alguien está en peligro ahora"},
            ),
        ),
        Section(
            "surroundings",
            {"en": "6. Making the place around me safer", "es": "6. Hacer más seguro mi entorno"},
            {
                "en": "What I will put away, lock up or give to somebody, and who helps me with it.",
                "es": "Lo que voy a guardar bajo llave, apartar o entregar a alguien, y quién me ayuda.",
            },
            is_needed=True,
        ),
    ),
)
