"""One event of every kind that the site traces, by its number in docs/xapi_profile.md."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from coursesite.accounts.models import User
from coursesite.tracking import vocabulary as v
from coursesite.tracking.events import Activity, Attachment, Event, Interaction, Result, Score, course, course_reference
from tests.coursesite.tracking.bodies import COHORT, MODULE, REGISTRATION, WORKSHEET

AT = datetime(2026, 3, 17, 20, 41, 7, 312_000, tzinfo=UTC)
SUBMITTED = UUID("d101c4de-b96a-5191-be33-8944baeb3c9f")
SHEET = {"fr": "Fiche F3 : théorie du changement"}
THEORY = Activity("worksheet", WORKSHEET, v.DOCUMENT, SHEET)
TEMPLATE = Activity("worksheet-template", "f3", v.ASSIGNMENT, SHEET)
MODULE_3 = Activity("module", MODULE, v.MODULE, {"fr": "Module 3 : Relier, la théorie du changement"})
EXERCISES = Activity("exercise-set", MODULE, v.ASSESSMENT, {"fr": "Exercices du module 3"})
CARDS = {
    "rdv": "Rendez-vous avant la sortie", "suivies": "60 personnes suivies", "contact": "Contact d'appui identifié",
    "dossier": "Dossier de logement complet", "logement": "Logement stable", "enfants": "La personne reçoit ses enfants chez elle",
}  # fmt: skip
ORDER = Interaction("sequencing", ["rdv[,]suivies[,]contact[,]dossier[,]logement[,]enfants"], choices=CARDS)
DAY = Activity(
    "session", "7c1f0a34-98e2-4d55-b1c6-50d3e2f1a9b8", v.MEETING,
    {"fr": "Journée thématique 3 : mesure d'impact, la théorie du changement"},
)  # fmt: skip
DONE = Activity("certificate", "d27b6c14-83f5-4a0e-b9c1-5e7f2d3a4b60", v.CERTIFICATE, {"fr": "Certificat de parcours"})
PDF = Attachment(
    v.ATTACHED_CERTIFICATE, {"fr": "Certificat de parcours (PDF)"}, "application/pdf", 48213,
    "3b0c2f6a9d41e7580c9e2b7f4a6d1c8357e0f9ab12cd34ef5678901234abcdef",
    "https://cours.example.org/espace/documents/2a9f6d0c-1b7e-4c35-a8d2-6f0e9b4c7d13",
)  # fmt: skip


def exercise(code: str, interaction: Interaction, name: str = "Exercice") -> Activity:
    return Activity("exercise", f"{code}.v1", v.INTERACTION, {"fr": name}, interaction)


def events(learner: User, trainer: User) -> dict[str, Event]:
    whole, done = Result(success=True, completion=True), Result(completion=True, duration=timedelta(hours=6))
    base = Event(
        key="base",
        subject=learner,
        actor=learner,
        verb=v.REGISTERED,
        object=course(),
        registration=UUID(REGISTRATION),
        team=UUID(COHORT),
        at=AT,
    )
    sheet = replace(base, object=THEORY, parent=TEMPLATE, revision="1")
    taught = replace(sheet, actor=trainer, answers_to=SUBMITTED)
    module = replace(base, object=MODULE_3, parent=course_reference())
    session = replace(base, verb=v.ATTENDED, object=DAY, parent=course_reference(), result=done, instructor=trainer)
    planned = {v.PLANNED_START: "2026-03-12T09:00:00+01:00", v.PLANNED_DURATION: "PT6H"}
    answered = replace(base, verb=v.ANSWERED, parent=EXERCISES)
    score = Result(False, True, Score(4, 6), "rdv[,]suivies[,]contact[,]logement[,]dossier[,]enfants", timedelta(seconds=112))
    questions = Activity("questionnaire", "b7e0a3a6-8d0f-4e46-9d4f-5a4e14b81e90", v.QUESTIONNAIRE, {"fr": "Bilan du module 3"})
    found = {
        "X01": base,
        "X02": replace(base, verb=v.UNREGISTERED),
        "X03": replace(module, verb=v.INITIALIZED, revision="412"),
        "X04": replace(
            base, verb=v.VIEWED, object=Activity("lesson", MODULE, v.PAGE, {"fr": "Leçon 1"}), parent=MODULE_3, revision="7",
            result=Result(duration=timedelta(minutes=9)),
        ),
        "X05": replace(module, verb=v.PROGRESSED, result=Result(extensions={v.PROGRESS: 40})),
        "X06": replace(
            answered, object=exercise("e3-2", ORDER, "Remettre la chaîne en ordre (Les Amarres, exemple fictif)"), result=score,
            extensions={v.ATTEMPT: 2},
        ),
        "X06-choice": replace(answered, object=exercise("e3-7", Interaction("choice", ["a[,]b"], choices={"a": "A", "b": "B"})),
                              result=Result(True, True, Score(1, 1), "a[,]b"), extensions={v.ATTEMPT: 1}),
        "X06-matching": replace(
            answered, object=exercise("e3-1", Interaction("matching", ["c1[.]k1"], source={"c1": "Carte"}, target={"k1": "Activité"})),
            result=Result(True, True, Score(8.5, 10), "c1[.]k1"), extensions={v.ATTEMPT: 1},
        ),
        "X06-numeric": replace(answered, object=exercise("e4", Interaction("numeric", ["13.5[:]14.5"])), result=Result(True, response="14")),
        "X06-long": replace(answered, object=exercise("e5", Interaction("long-fill-in")), extensions={v.RESPONSE_LENGTH: 512}),
        "X07": replace(base, verb=v.PASSED, object=EXERCISES, parent=MODULE_3, result=Result(True, score=Score(5, 6))),
        "X07-failed": replace(base, verb=v.FAILED, object=EXERCISES, parent=MODULE_3, result=Result(False, score=Score(0, 6))),
        "X08": replace(module, verb=v.COMPLETED, revision="412", result=Result(completion=True, duration=timedelta(hours=2, minutes=5))),
        "X09": replace(base, verb=v.SATISFIED),
        "X10": replace(module, verb=v.WAIVED, instructor=trainer, result=Result(True, True, extensions={v.REASON: "prior-learning"})),
        "X11": replace(sheet, verb=v.CREATED),
        "X12": replace(sheet, verb=v.EDITED, result=Result(extensions={v.PROGRESS: 60})),
        "X13": replace(sheet, verb=v.SUBMITTED, instructor=trainer),
        "X14": replace(taught, verb=v.REVIEWED),
        "X15": replace(taught, verb=v.COMMENTED, extensions={v.COMMENT_ID: "5e5f6a80-34f3-44ff-a9a9-7d9d0f9a2d11", v.SECTION: "outcome"}),
        "X16": replace(taught, verb=v.RETURNED, result=Result(success=False)),
        "X17": replace(sheet, verb=v.UPDATED, revision="2", answers_to=SUBMITTED),
        "X18": replace(taught, verb=v.APPROVED, result=Result(success=True)),
        "X19": replace(base, verb=v.PASSED, object=TEMPLATE, parent=MODULE_3, result=whole, instructor=trainer, answers_to=SUBMITTED),
        "X21": replace(session, extensions=planned),
        "X22": replace(session, object=Activity("session", MODULE, v.WEBINAR, {"fr": "Classe en ligne 2"}), extensions=planned),
        "X23": replace(session, team=None, object=Activity("session", MODULE, v.TUTOR_SESSION, {"fr": "Suivi mensuel, mars"})),
        "X24": replace(base, actor=trainer, verb=v.MENTORED, object=learner, team=None, result=Result(duration=timedelta(hours=1))),
        "X26": replace(answered, parent=questions, object=exercise("q1", Interaction("likert", scale={"1": "Pas du tout", "5": "Tout à fait"})),
                       result=Result(response="5")),
        "X27": replace(base, verb=v.SUBMITTED, object=questions, parent=course_reference(), result=done),
        "X28": replace(base, verb=v.EARNED, object=DONE, parent=course_reference(), result=whole, attachments=(PDF,),
                       extensions={v.ISSUER: "https://cours.example.org/xapi/networks/41d0c6a5-2f7e-4b19-9c3d-8e6f5a4b3c2d"}),
        "X29": replace(base, verb=v.EXPIRED, object=DONE, parent=course_reference()),
        "X31": replace(base, verb=v.LOGGED_IN, object=Activity("site", ""), course=False, registration=None, team=None),
        "X32": replace(sheet, verb=v.REVIEWED, answers_to=SUBMITTED),
        "X33": replace(sheet, verb=v.RETRACTED, answers_to=SUBMITTED),
    }  # fmt: skip
    return {name: replace(event, key=f"tests.template/{name}/{event.verb.name}") for name, event in found.items()}
