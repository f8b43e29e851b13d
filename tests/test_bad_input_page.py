"""docs/bad_input.md names a test for each case: each of them exists, once named so."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINE = re.compile(r"^\| (?!case|---)(?P<case>[^|]+) \| [^|]+ \| (?P<tests>[^|]+) \|$", re.MULTILINE)


def test_each_case_names_tests_that_exist() -> None:
    cases = {
        found["case"]: re.findall(r"`(test_\w+)`", found["tests"])
        for found in LINE.finditer((ROOT / "docs/bad_input.md").read_text())
    }
    written = {name for path in (ROOT / "tests").rglob("test_*.py") for name in re.findall(r"def (test_\w+)", path.read_text())}
    assert len(cases) >= 20
    assert [case for case, tests in cases.items() if not tests] == []
    assert sorted({name for tests in cases.values() for name in tests} - written) == []
