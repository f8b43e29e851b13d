from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from modules.competencies.models import Competency, Family
from modules.competencies.seeds import seed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seeded() -> None:
    seed(demo=False, out=lambda line: None)


def test_the_framework_is_whole() -> None:
    assert Family.objects.count() == 5
    assert Competency.objects.count() == 14
    for competency in Competency.objects.all():
        competency.full_clean()
        assert len(competency.levels) == 4 and all(competency.levels) and competency.evidence


def test_in_the_order_of_the_file_and_read_as_words() -> None:
    first = Competency.objects.first()
    assert first is not None and first.code == "TC1"
    assert str(first) == "Situer l’évaluation dans les finalités de l’économie sociale et solidaire"


def test_twice_changes_nothing() -> None:
    Competency.objects.filter(code="TC1").update(statement="notre énoncé")
    with CaptureQueriesContext(connection) as queries:
        seed(demo=False, out=lambda line: None)
    assert [query for query in queries if not query["sql"].startswith("SELECT")] == []
    assert Competency.objects.get(code="TC1").statement == "notre énoncé"


def test_a_code_has_a_form() -> None:
    competency = Competency.objects.first()
    assert competency is not None
    competency.code = "evaluation"
    with pytest.raises(ValidationError):
        competency.full_clean()


def test_a_family_in_use_is_kept() -> None:
    with pytest.raises(ProtectedError):
        Family.objects.get(code="EV").delete()
