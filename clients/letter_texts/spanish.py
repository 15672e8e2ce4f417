"""The letters in Spanish: each a title and its paragraphs."""

from __future__ import annotations

LETTERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "attendance-court": (
        "Carta de asistencia para el tribunal",
        (
            "Al Tribunal:",
            "{client} participa en nuestro programa ambulatorio desde el {admitted}. Esta carta informa sobre la asistencia del "
            "{first} al {last}, según lo permite el consentimiento firmado por la persona.",
            "Sesiones programadas: {scheduled}. Asistió a: {attended}, {hours} en total. Faltas justificadas: {excused}; sin "
            "justificar: {missed}. La tabla muestra cada semana.",
            "Esta carta informa solo sobre la asistencia. No dice nada sobre diagnósticos, resultados de pruebas ni lo hablado en "
            "el tratamiento.",
        ),
    ),
    "attendance-probation": (
        "Carta de asistencia para libertad condicional o supervisión",
        (
            "A la persona a cargo de la supervisión:",
            "{client} participa en nuestro programa ambulatorio desde el {admitted}. Situación actual: {status}. Esta carta informa "
            "sobre la asistencia del {first} al {last}, según lo permite el consentimiento firmado por la persona.",
            "Sesiones programadas: {scheduled}. Asistió a: {attended}, {hours} en total. Faltas justificadas: {excused}; sin "
            "justificar: {missed}. La tabla muestra cada semana.",
            "Esta carta informa solo sobre la asistencia. No dice nada sobre diagnósticos, resultados de pruebas ni lo hablado en "
            "el tratamiento.",
        ),
    ),
    "attendance-employer": (
        "Carta de asistencia para el empleador o la escuela",
        (
            "A quien corresponda:",
            "Confirmamos que {client} acudió a {attended} de {scheduled} citas programadas con nosotros del {first} al {last}.",
            "Esta carta se entrega por deseo de la persona y confirma solo fechas y horarios. Para cualquier otra pregunta, "
            "diríjase a la persona misma.",
        ),
    ),
}
