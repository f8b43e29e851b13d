from __future__ import annotations

from step_guides.reviews.rule import advise


def test_the_rule() -> None:
    assert advise([("a", True, 3), ("b", False, 2)]).favourable
    assert advise([("a", True, 2)]).starred == ["a"]
    assert advise([("a", False, 1)]).too_low == ["a"]
    unfinished = advise([("a", False, None)])
    assert unfinished.missing == ["a"] and not unfinished.complete and not unfinished.favourable
