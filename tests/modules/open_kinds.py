"""One small exercise of each kind that is not simply right or wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from modules.exercises.models import CardsExercise, CaseExercise, Exercise, PositionExercise, QuizExercise, RewriteExercise
from modules.glossary.models import Term
from tests.modules.course import keep


@dataclass
class OpenKinds:
    case: CaseExercise
    rewrite: RewriteExercise
    position: PositionExercise
    again: PositionExercise
    cards: CardsExercise
    quiz: QuizExercise
    exit: QuizExercise

    @property
    def all(self) -> list[Exercise]:
        return [self.case, self.rewrite, self.position, self.again, self.cards, self.quiz, self.exit]


def _decision(key: str, points: int, goes: int | None = None) -> dict[str, Any]:
    return {"key": key, "text": f"Décider {key}", "points": points, "goes": goes, "feedback": f"Suite de {key}"}


def case_exercise(code: str = "cas") -> CaseExercise:
    first = {"key": "s1", "text": "Situation s1", "decisions": [_decision("say", 2, 2), _decision("hide", 0, 2)]}
    second = {"key": "s2", "text": "Situation s2", "decisions": [_decision("two", 2), _decision("one", 1)]}
    scenes = [("scene", first), ("scene", second)]
    return keep(CaseExercise(code=code, title="Décider", statement="Décidez.", minutes=5, scenes=scenes))


def rewrite_exercise(code: str = "ree") -> RewriteExercise:
    texts = [("text", {"key": "one", "text": "« Est-ce utile ? »"})]
    checks = [("check", {"key": "who", "text": "Qui ?"})]
    fields: dict[str, Any] = {"texts": texts, "checks": checks, "answer": "Notre version, et pourquoi."}
    return keep(RewriteExercise(code=code, title="Réécrire", statement="Réécrivez.", minutes=5, **fields))


def position_exercise(code: str = "pos", **fields: Any) -> PositionExercise:
    return keep(PositionExercise(code=code, title="Se situer", statement="Situez-vous.", minutes=5, **fields))


def quiz_exercise(code: str = "entree", **fields: Any) -> QuizExercise:
    return keep(QuizExercise(code=code, title="Le quiz", statement="Répondez.", minutes=5, **fields))


def cards_exercise(code: str = "cartes") -> CardsExercise:
    terms = [
        Term.objects.get_or_create(slug=slug, defaults={"name": slug.title(), "definition": f"Définition de {slug}"})[0]
        for slug in ("besoin", "effet")
    ]
    return keep(
        CardsExercise(code=code, title="Cartes", statement="Retournez.", minutes=5, terms=[("term", term) for term in terms])
    )


def build_open_kinds() -> OpenKinds:
    statements = [("statement", {"key": key, "text": f"Je dis {key}.", "competency": "TC1"}) for key in ("tc1", "tc2")]

    def question(key: str) -> dict[str, Any]:
        choices = [{"key": f"{key}{letter}", "text": f"Choix {letter}", "right": letter == "a"} for letter in "abz"]
        return {"key": key, "text": f"Question {key} ?", "choices": choices, "feedback": f"Parce que {key}", "competency": "TC1"}

    position, quiz = (
        position_exercise(statements=statements),
        quiz_exercise(questions=[("question", question(k)) for k in ("q1", "q2")]),
    )
    return OpenKinds(
        case_exercise(),
        rewrite_exercise(),
        position,
        position_exercise("pos-2", repeats=position, retrospective=True),
        cards_exercise(),
        quiz,
        quiz_exercise("sortie", repeats=quiz),
    )
