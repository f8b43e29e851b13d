"""Every row of docs/authorisation.md, asked by every role at every place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.authorisation.asking import forget_counts, shown
from tests.authorisation.conftest import Built
from tests.authorisation.editing import DOORS
from tests.authorisation.places import PLACES
from tests.authorisation.table import ROLES, Row, expected, rows

pytestmark = pytest.mark.django_db  # asks for the database; what a test writes is taken back with it
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "authorisation.md"


@pytest.fixture
def names_of_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is its template's name, here only: 2,000 answers are asked for their codes. `test_sweep` reads whole pages."""
    monkeypatch.setattr(
        "django.template.backends.django.Template.render", lambda self, context=None, request=None: self.template.name
    )


@pytest.mark.usefixtures("names_of_pages")
@pytest.mark.parametrize("row", rows(), ids=lambda row: row.number)
def test_a_row_of_the_table(row: Row, built: Built) -> None:
    """Granted, or refused as the document says; and what is out of sight answers like what does not exist."""
    wrong = []
    for role in ROLES:
        forget_counts()
        lost: dict[str, str] = {}
        for place in cells(row, role, built):
            response = built.ask(row, built.ask.who(role), built.places[place])
            code, right = response.status_code, expected(row, role, place)
            if code not in right:
                wrong.append(f"{role} at {place}: {code} instead of {sorted(right)}")
            if code == 404:
                lost[place] = shown(response)
            if code == 302 and role == "AN" and "/compte/login/" not in response["Location"]:
                wrong.append(f"{role} at {place}: sent to {response['Location']}")
        if len(set(lost.values())) > 1:
            wrong.append(f"{role}: absent and invisible differ among {sorted(lost)}")
    assert wrong == [], "\n".join(wrong)


def cells(row: Row, role: str, built: Built) -> list[str]:
    """Places worth asking: one where the address names no object, or where nobody is signed in and nobody may."""
    if row.args(built.places["own"]) == row.args(built.places["deleted"]) and not callable(row.data):
        return ["own"]
    if role == "AN" and row.scopes["AN"] == "–":
        return ["own", "deleted"]
    return list(PLACES)


def test_the_document_says_the_same() -> None:
    lines = re.findall(r"^\| (\d+\w?) \| ([^|]+) \|((?: [^|]+ \|){7})$", DOCUMENT.read_text(), re.M)
    said = {number: (title.strip(), [cell.strip() for cell in cells.split("|")[:-1]]) for number, title, cells in lines}
    assert said == {row.number: (row.title, [row.scopes[role] for role in ROLES]) for row in [*rows(), *DOORS]}


def test_numbers_are_used_once() -> None:
    numbers = [row.number for row in [*rows(), *DOORS]]
    assert len(numbers) == len(set(numbers))
