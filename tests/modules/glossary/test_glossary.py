"""The glossary: read without an account, found by letter or by words, withdrawn when its term is."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coursesite.core.folding import folded
from modules.glossary.models import Term
from modules.glossary.queries import by_letter, published_terms

pytestmark = pytest.mark.django_db


def term(slug: str, name: str, **fields: Any) -> Term:
    return Term.objects.create(slug=slug, name=name, definition=fields.pop("definition", f"Définition de {name}."), **fields)


@pytest.fixture
def terms() -> dict[str, Term]:
    effect = term(
        "effet",
        "Effet",
        not_confused="À ne pas confondre avec un résultat.",
        plain="Un effet, c’est ce qui change.",
        module_numbers="2,3",
    )
    evaluation = term(
        "evaluation",
        "Évaluation",
        variants="évaluer\nmesure",
        synonym_childhood="évaluation HAS",
        source="Texte rédigé par nous.",
    )
    draft = term("brouillon", "Brouillon", live=False)
    effect.related.set([evaluation, draft])
    effect.save()
    return {"effect": effect, "evaluation": evaluation, "draft": draft}


def assert_public(answer: Any) -> None:
    assert answer.status_code == 200
    assert not answer.cookies and "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.mfa
@pytest.mark.parametrize("url", ["/glossaire/", "/glossaire/effet/", "/en/glossaire/", "/en/glossaire/effet/"])
def test_read_by_anybody_without_a_cookie(terms: dict[str, Term], url: str) -> None:
    assert_public(Client().get(url))
    assert Client().head(url).status_code == 200


def test_a_term_says_what_it_is_and_what_it_is_not(terms: dict[str, Term]) -> None:
    text = Client().get("/glossaire/effet/").content.decode()
    for expected in ["Définition de Effet.", "À ne pas confondre avec un résultat.", "Un effet, c’est ce qui change.", "2, 3"]:
        assert expected in text
    assert 'href="/glossaire/evaluation/"' in text


def test_words_of_each_sector(terms: dict[str, Term]) -> None:
    text = Client().get("/glossaire/evaluation/").content.decode()
    assert "évaluation HAS" in text and "évaluer, mesure" in text


def test_a_draft_or_an_unknown_word_is_absent(terms: dict[str, Term]) -> None:
    client = Client()
    assert client.get("/glossaire/brouillon/").status_code == 404
    assert client.get("/glossaire/inconnu/").status_code == 404
    assert "Brouillon" not in client.get("/glossaire/").content.decode()
    assert "Brouillon" not in client.get("/glossaire/effet/").content.decode()


def test_search_forgets_accents_and_finds_other_forms(terms: dict[str, Term]) -> None:
    client = Client()
    for words in ["evaluation", "ÉVALUER", "has", "mesure"]:
        answer = client.get("/glossaire/", {"q": words})
        text = answer.content.decode()
        assert 'href="/glossaire/evaluation/"' in text and 'href="/glossaire/effet/"' not in text
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_search_that_finds_nothing_says_so_and_is_escaped(terms: dict[str, Term]) -> None:
    text = Client().get("/glossaire/", {"q": "<script>\x00"}).content.decode()
    assert "&lt;script&gt;" in text and "<script>\x00" not in text


def test_posting_is_refused(terms: dict[str, Term]) -> None:
    assert Client().post("/glossaire/").status_code == 405


def test_publishing_and_deleting_renew_the_page(terms: dict[str, Term]) -> None:
    client = Client()
    client.get("/glossaire/effet/")
    effect = terms["effect"]
    effect.definition = "Une définition revue."
    effect.save_revision().publish()
    assert "Une définition revue." in client.get("/glossaire/effet/").content.decode()
    effect.delete()
    assert client.get("/glossaire/effet/").status_code == 404


def test_the_list_costs_one_query_however_long(terms: dict[str, Term]) -> None:
    counts = []
    Client().get("/glossaire/", {"q": ""})  # the menu is asked once and kept
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            Client().get("/glossaire/", {"q": ""})
        counts.append(len(queries))
        for index in range(3):
            term(f"mot-{number}-{index}", f"Mot {index}")
    assert counts == [1, 1]


def test_letters_put_accents_aside(terms: dict[str, Term]) -> None:
    assert [(letter.letter, [one.slug for one in letter.terms]) for letter in by_letter(published_terms())] == [
        ("E", ["effet", "evaluation"])
    ]
    assert folded("Œuvre d’ÉTÉ") == "oeuvre d'ete"


def test_the_interface_follows_the_address(terms: dict[str, Term]) -> None:
    text = Client().get("/en/glossaire/effet/").content.decode()
    assert '<html lang="en">' in text and "See also" in text and 'lang="fr">Définition de Effet.' in text
