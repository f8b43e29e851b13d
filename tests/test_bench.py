"""`make bench` runs and says what it should. What things cost is never asserted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMES = {
    "unit_page_queries", "unit_page_cpu", "answering_queries", "grading_rate", "search_queries", "search_cpu",
    "seeding_empty", "seeding_again", "guide_page_cpu", "guide_page_weight", "review_queue_queries", "review_queue_cpu",
    "review_queue_filtered_queries", "review_queue_filtered_cpu",
    "autosave_rate", "certificate_pdf", "dossier_pdf", "version_diff",
    "theory_page_queries", "theory_page_weight", "theory_save_queries", "theory_save_weight",
    "theory_picture_cpu", "theory_checks_cpu",
}  # fmt: skip


@pytest.mark.slow
def test_bench_prints_one_object() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.bench", "--tiny"], cwd=ROOT, capture_output=True, text=True, timeout=540)

    assert done.returncode == 0, done.stderr[-4000:]
    figures = json.loads(done.stdout)
    assert set(figures) == NAMES
    for name, figure in figures.items():
        assert set(figure) == {"value", "unit", "floor", "ratio", "target", "holds"}, name
        assert figure["value"] > 0 and isinstance(figure["holds"], bool), name
        assert name in {"guide_page_weight", "grading_rate"} or (figure["floor"] > 0 and figure["ratio"] > 0), name
