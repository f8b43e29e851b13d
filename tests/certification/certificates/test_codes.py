from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certification.certificates import codes

GROUPED = "7ZQ4M-0R8XK-5T3VD-9H2JC-W6PNA1"
TOKEN = GROUPED.replace("-", "")


def test_a_token_holds_128_random_bits() -> None:
    tokens = {codes.new_token() for _ in range(2_000)}
    assert len(tokens) == 2_000
    assert all(len(token) == 26 and set(token) <= set(codes.CROCKFORD) for token in tokens)
    assert {token[0] for token in tokens} <= set("01234567")  # the first character holds three bits
    assert all(len({token[place] for token in tokens}) == 32 for place in range(1, 26))


def test_tokens_are_in_no_order() -> None:
    tokens = [codes.new_token() for _ in range(50)]
    assert tokens != sorted(tokens)


def test_a_token_is_shown_in_groups() -> None:
    assert codes.grouped(TOKEN) == GROUPED


@pytest.mark.parametrize(
    "typed",
    [
        TOKEN,
        GROUPED,
        GROUPED.lower(),
        f"  {GROUPED} ",
        GROUPED.replace("-", " "),
        GROUPED.replace("-", "\u2011"),
        GROUPED.replace("-", "\u00a0"),
        GROUPED.replace("0", "O"),
        GROUPED.replace("0", "o"),
        GROUPED.replace("1", "I"),
        GROUPED.replace("1", "l"),
        "7zq4m 0r8xk 5t3vd 9h2jc w6pna1",
    ],
)
def test_what_people_type_is_understood(typed: str) -> None:
    assert codes.normalised(typed) == TOKEN


@pytest.mark.parametrize(
    "typed", ["", "-", TOKEN[:-1], TOKEN + "0", TOKEN.replace("7", "U"), "é" * 26, "x" * 100_000, "\x00" * 26, "../" * 9]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert codes.normalised(typed) is None


@given(st.text())
@settings(max_examples=300)
def test_nothing_typed_breaks_it(typed: str) -> None:
    found = codes.normalised(typed)
    assert found is None or (len(found) == 26 and set(found) <= set(codes.CROCKFORD))


def test_a_serial_reads_as_one() -> None:
    serial = codes.serial("EST", 2026, 123)
    assert serial.startswith("EST-2026-000123-") and len(serial) == 17
    assert codes.is_serial(serial) and codes.is_serial(serial.lower().replace("-", " "))


@pytest.mark.parametrize("number", [1, 123, 999_999])
def test_every_single_wrong_character_is_caught(number: int) -> None:
    serial = codes.serial("RES", 2026, number)
    alphabet = string.digits + string.ascii_uppercase
    for place, right in enumerate(serial):
        if right == "-":
            continue
        for wrong in alphabet.replace(right, ""):
            assert not codes.is_serial(serial[:place] + wrong + serial[place + 1 :]), (serial, place, wrong)


def test_neighbours_exchanged_are_caught() -> None:
    body = codes.serial("RES", 2026, 123).replace("-", "")
    for place in range(len(body) - 1):
        swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
        assert swapped == body or not codes.is_serial(swapped)
