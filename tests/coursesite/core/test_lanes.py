"""What is slow stands in its own lane: no code waits behind a rendering, nor behind the mail of everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from coursesite.celery import PROMPT, app
from coursesite.core import tasks
from coursesite.core.management.commands.serve import worker
from coursesite.core.models import Outbox
from coursesite.core.outbox import Lane, drain, handles, kinds, promise
from tests.people import World

pytestmark = pytest.mark.django_db

done: list[str] = []


def _record(payload: dict, *, key: str) -> None:
    done.append(key)


for _kind, _lane in (("test-code", Lane.AT_ONCE), ("test-mail", Lane.MAIL), ("test-document", Lane.DOCUMENTS)):
    handles(_kind, lane=_lane)(_record)


@pytest.fixture(autouse=True)
def knocks(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What was asked of the workers: nobody hears it here."""
    asked: list[str] = []
    for task in (tasks.drain_outbox, tasks.make_documents):
        monkeypatch.setattr(task, "apply_async", lambda name=task.name, **options: asked.append(name))
    done.clear()
    yield asked


def test_a_code_leaves_while_eleven_documents_wait() -> None:
    for number in range(11):
        promise("test-document", key=f"document {number}", payload={})
    promise("test-mail", key="mail", payload={})
    promise("test-code", key="code", payload={})
    tasks.drain_outbox()
    assert done == ["code", "mail"]


def test_a_code_goes_before_the_mail_of_everybody() -> None:
    for number in range(40):
        promise("test-mail", key=f"mail {number}", payload={})
    promise("test-code", key="code", payload={})
    tasks.drain_outbox()
    assert len(done) == 41 and done[0] == "code"


def test_one_document_a_task_and_then_the_next(knocks: list[str]) -> None:
    """So that traces and sweeps, on the same worker, come in between, and each stays within the time of a task."""
    for number in range(2):
        promise("test-document", key=f"document {number}", payload={})
    tasks.make_documents()
    assert done == ["document 0"] and knocks == ["core.make_documents"]
    tasks.make_documents()
    tasks.make_documents()
    assert done == ["document 0", "document 1"] and len(knocks) == 2


def test_mail_that_takes_its_time_lets_go_and_comes_back(knocks: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "RUN", 0.0)
    promise("test-mail", key="mail", payload={})
    tasks.drain_outbox()
    assert done == [] and knocks == ["core.drain_outbox"]


def test_every_kind_of_the_site_has_its_lane() -> None:
    found = {lane: sorted(kind for kind in kinds(lane) if not kind.startswith("test-")) for lane in Lane}
    assert found == {
        Lane.AT_ONCE: ["awaited-mail"],
        Lane.MAIL: ["mail"],
        Lane.DOCUMENTS: ["certificate-pdf", "evidence-dossier", "guide-tool", "progress-regrade", "worksheet-paper"],
    }
    assert {kind for lane in Lane for kind in kinds(lane)} == set(kinds(*Lane))


def test_the_code_of_a_sign_in_is_awaited(client: Client, world: World) -> None:
    assert client.post("/compte/login/code/", {"email": world.amina.email}).status_code == 302
    assert Outbox.objects.get().kind in kinds(Lane.AT_ONCE)
    assert drain(Lane.AT_ONCE).done == 1


def test_mail_alone_goes_to_the_prompt_worker() -> None:
    """Whatever is not routed is slow; a worker that is told no queue serves both."""
    app.loader.import_default_modules()
    queues = {name: app.amqp.router.route({}, name)["queue"].name for name in app.tasks if not name.startswith("celery.")}
    assert {name for name, queue in queues.items() if queue == PROMPT} == {"core.drain_outbox"}
    assert set(queues.values()) == set(app.amqp.queues) == {"prompt", "slow"}
    assert worker("slow")[6:8] == ["-Q", "slow"]
