from __future__ import annotations

import pytest

from coursesite.core.fields import PlainTextFormField


@pytest.mark.parametrize("typed", ["Amina\nHaddad", "Amina\r\nHaddad", "Amina\tHaddad", "Amina \r\n\r\n Haddad"])
def test_a_field_of_one_line_keeps_one_line(typed: str) -> None:
    """A name of two lines would spread in each mail subject, table and document that shows it."""
    assert PlainTextFormField().clean(typed).split() == ["Amina", "Haddad"]
    assert "\n" not in PlainTextFormField().clean(typed)


def test_a_field_of_several_lines_keeps_them() -> None:
    assert PlainTextFormField(lines=3).clean("Un\r\ndeux\t3") == "Un\ndeux\t3"


def test_an_empty_field_stays_empty() -> None:
    assert PlainTextFormField(required=False).clean("\n") == ""
