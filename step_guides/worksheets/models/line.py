"""A line of a table. Its columns are declared by the kind of the sheet (`kinds.Table`), each with its rule."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from step_guides.worksheets.models.base import Row, Worksheet
from step_guides.worksheets.typing_rules import Rule

APART = ("position", "about", "lock")  # what a line has beside the columns of its table


class Line(Row):
    """`values`: {column: canonical string}, an absent column reads as empty. In a table `per` something, `uid` is that thing's own."""

    FIELDS: ClassVar[dict[str, Rule]] = {}

    worksheet = models.ForeignKey(Worksheet, models.CASCADE, related_name="lines")
    table = models.CharField(_("table"), max_length=20, editable=False)
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    values = models.JSONField(default=dict, editable=False)
    about = models.CharField(max_length=300, blank=True, editable=False)  # in words, what it spoke of when it was last written
    position = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["worksheet", "table", "uid"], name="worksheets_one_line_an_identifier"),
            models.CheckConstraint(condition=~models.Q(table=""), name="worksheets_line_of_a_table"),
        ]

    def __str__(self) -> str:
        return next(iter(self.values.values()), "")

    @property
    def anchor(self) -> str:
        return f"{self.table}:{self.uid}"

    def value(self, name: str) -> Any:
        return getattr(self, name) if name in APART else self.values.get(name, "")

    def columns(self, fields: dict[str, Any]) -> dict[str, Any]:
        """What is written in the database for these fields: the texts together, the others apart."""
        apart = {name: value for name, value in fields.items() if name in APART}
        texts = {name: text for name, text in fields.items() if name not in APART}
        values = {name: text for name, text in {**self.values, **texts}.items() if text}
        return {**apart, **({"values": values} if texts else {})}

    def as_dict(self) -> dict[str, Any]:
        return as_document(str(self.uid), self.position, self.values, self.about)


def as_document(uid: str, position: int, values: dict[str, str], about: str = "") -> dict[str, Any]:
    """A line as snapshots and revisions keep it: empty columns left out."""
    said = {"about": about} if about else {}
    return {"uid": uid, "position": position, **said, **{name: text for name, text in values.items() if text}}
