from __future__ import annotations

import time
from itertools import pairwise

import pytest

from coursesite.core.guard import places

POINTS_TO_SOMEBODY = [
    ("Écrire à prenom.nom@exemple.example", "email", "prenom.nom@exemple.example"),
    ("joindre au 06 39 98 00 01", "phone", "06 39 98 00 01"),
    ("joindre au 0639980001.", "phone", "0639980001"),
    ("joindre au +33 6 39 98 00 01", "phone", "+33 6 39 98 00 01"),
    ("joindre au +33 (0)6.39.98.00.01", "phone", "+33 (0)6.39.98.00.01"),
    ("NIR 1 85 03 75 116 001 42", "nir", "1 85 03 75 116 001 42"),
    ("n° 285032A116001", "nir", "285032A116001"),
    ("numéro d’écrou 12345", "register", "numéro d’écrou 12345"),
    ("écrou n° 12 345", "register", "écrou n° 12 345"),
    ("matricule : A4521", "register", "matricule : A4521"),
    ("né le 12/03/1985", "birth", "né le 12/03/1985"),
    ("Elle est née le 1er mars 2008 à Nantes", "birth", "née le 1er mars 2008"),
    ("date de naissance : 12.03.1985", "birth", "date de naissance : 12.03.1985"),
    ("M. Exemple retrouve un emploi", "name", "M. Exemple"),
    ("M. X condamné à deux ans", "name", "M. X"),
    ("avec Mme Le Goff", "name", "Mme Le Goff"),
    ("Madame Durand-Martin nous a dit", "name", "Madame Durand-Martin"),
    ("le Dr Martin", "name", "Dr Martin"),
    ("monsieur\u00a0Élie", "name", "monsieur\u00a0Élie"),
]

POINTS_TO_NOBODY = [
    "Je me sens bien là où je vis",
    "60 personnes suivies pendant 6 mois en 2026",
    "Budget de 1 200 000 euros, dont 0,5 poste",
    "En 2025-2026, 12 34 56 78 90 points",
    "Monsieur le Maire et Madame la Préfète",
    "Madame La Directrice",
    "Madame, Monsieur",
    "M. ou Mme",
    "450 personnes sous écrou : 450 en janvier",
    "personnes sous écrou : 12 500",
    "une levée d’écrou en 2026",
    "L’association est née le 12 mars 1985",
    "les jeunes nés en 2008",
    "le projet Né Ailleurs",
    "l’éducatrice référente",
    "Voir @mention et a@b",
    "Ma Mme",
    "Les Me-nottes",
    "",
]


@pytest.mark.parametrize(("text", "kind", "found"), POINTS_TO_SOMEBODY)
def test_what_points_to_somebody_is_found(text: str, kind: str, found: str):
    assert [(place.kind, text[place.start : place.end]) for place in places(text)] == [(kind, found)]


@pytest.mark.parametrize("text", POINTS_TO_NOBODY)
def test_what_points_to_nobody_is_left_alone(text: str):
    assert places(text) == []


def test_places_come_in_reading_order_without_overlap():
    text = "M. Exemple, 06 39 98 00 01, m.exemple@exemple.example"
    found = places(text)
    assert [place.kind for place in found] == ["name", "phone", "email"]
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "hostile", ["a" * 20_000, "0" * 20_000, "M. " * 6_000, "1 85 " * 4_000, "né le " * 3_000, "a.-" * 6_000 + "@"]
)
def test_hostile_texts_stay_quick(hostile: str):
    started = time.process_time()
    places(hostile[:20_000])
    assert time.process_time() - started < 1.0
