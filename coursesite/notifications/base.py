"""Messages to a person: one class per message, in the `notifications.py` of the room it speaks of.

    @register
    class WorksheetReturned(Notification):
        key = "worksheets.returned"
        template = "worksheets/emails/returned"    # + .subject.txt, .txt, .html

        def context(self, payload: dict) -> dict:
            return {"submission": Submission.objects.get(pk=payload["submission"])}

`context` runs in the worker, when the mail leaves. If it raises `DoesNotExist` or `NoLongerDue`, nobody is written to.
"""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django.utils.module_loading import autodiscover_modules


class NoLongerDue(Exception):
    """What the message was about has gone, or has been settled since."""


class Notification:
    key: ClassVar[str]
    template: ClassVar[str]

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        """What the three templates need. `payload` holds the ids given to `notify`, with what was sealed beside them."""
        return {}

    @property
    def templates(self) -> tuple[str, str, str]:
        return f"{self.template}.subject.txt", f"{self.template}.txt", f"{self.template}.html"


N = TypeVar("N", bound=Notification)
_registry: dict[str, Notification] = {}
_discovered = False


def register(cls: type[N]) -> type[N]:
    if cls.key in _registry and type(_registry[cls.key]) is not cls:
        raise ValueError(f"two notifications named {cls.key!r}")
    _registry[cls.key] = cls()
    return cls


def registered() -> dict[str, Notification]:
    """Every message of every room, by key."""
    global _discovered
    if not _discovered:
        autodiscover_modules("notifications")
        _discovered = True
    return _registry
