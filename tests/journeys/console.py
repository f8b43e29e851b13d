"""A process of a site that runs the code it is given, one piece after another: starting Django for each would take as long as a page."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOOP = """
import json, sys, traceback
import django
django.setup()
from django.db import connections
answers, sys.stdout = sys.stdout, sys.stderr
for line in sys.stdin:
    names = {}
    try:
        exec(json.loads(line), names)
        told = {"answer": names["answer"]}
    except BaseException:
        told = {"fault": traceback.format_exc()}
    connections.close_all()
    print(json.dumps(told), file=answers, flush=True)
"""


class Console:
    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", LOOP], cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def run(self, code: str) -> object:
        """What the code assigns to `answer` (JSON)."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{json.dumps(code)}\n")
        self.process.stdin.flush()
        told = json.loads(self.process.stdout.readline())
        assert "fault" not in told, told["fault"]
        return told["answer"]

    def close(self) -> None:
        self.process.communicate()
