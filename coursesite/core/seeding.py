"""Starter content: each room's `seeds.py` gives `seed(*, demo, out)`, idempotent, creating what is absent and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings


def seed_all(*, demo: bool, out: Callable[[str], object]) -> None:
    for room in settings.ROOMS:
        spec = find_spec(f"{room}.seeds")
        if spec is not None and spec.origin:  # the folder of texts alone is no module
            import_module(f"{room}.seeds").seed(demo=demo, out=out)
