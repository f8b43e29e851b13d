"""A worksheet belongs to an organisation; what people write in it are rows, each saved and locked on its own."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from polymorphic.models import PolymorphicModel
from polymorphic.query import PolymorphicQuerySet

from coursesite.core.fields import PlainTextField
from coursesite.organisations.models import Membership, Organisation
from step_guides.worksheets.enums import Kind, State
from step_guides.worksheets.kinds import KindSpec, spec_of
from step_guides.worksheets.typing_rules import Rule

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from step_guides.worksheets.models.submission import Submission

EDITABLE = (State.DRAFT, State.RETURNED)


class WorksheetQuerySet(PolymorphicQuerySet):
    def visible_to(self, user: User) -> Self:
        """Sheets of the organisations of which the person is a member today. Trainers see submissions, never drafts."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(organisation__in=Membership.objects.current().filter(person=user).values("organisation"))


class Worksheet(PolymorphicModel):
    """One sheet of one kind for one organisation. `trace_id` names it in xAPI statements and nowhere else."""

    KIND: ClassVar[Kind]

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trace_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="worksheets", verbose_name=_("organisation"))
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    revision_count = models.PositiveIntegerField(default=0, editable=False)
    size = models.PositiveIntegerField(default=0, editable=False)  # bytes of what is written, kept by `revise`
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    state_since = models.DateTimeField(default=timezone.now, editable=False)

    objects = WorksheetQuerySet.as_manager()
    plain = models.Manager()  # the shared columns alone, without the class of the kind: one query, not two

    latest: Submission | None = None  # what `queries.with_its_page` loads, as the next ones
    if TYPE_CHECKING:
        sends_to: int | None
        track: str | None
        step_done: int | None
        step_back: int | None

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("worksheet")
        verbose_name_plural = _("worksheets")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                name="worksheets_one_a_kind_an_organisation",
                violation_error_message=_("This organisation already has this worksheet."),
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="worksheets_known_state"),
        ]

    def __str__(self) -> str:
        return f"{self.spec.title}, {self.organisation}"

    @property
    def spec(self) -> KindSpec:
        return spec_of(self.kind)

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def is_accepted(self) -> bool:
        return self.state in (State.VALIDATED, State.READ)


class Row(models.Model):
    """Something written in a worksheet. `lock` rises at each change: who saves says which one was read."""

    ANCHOR: ClassVar[str]
    FIELDS: ClassVar[dict[str, Rule]]  # of rows whose fields are the same in every sheet
    IDENTITY: ClassVar[str] = "uid"  # the field that names the row in its anchor

    worksheet = models.ForeignKey(Worksheet, models.CASCADE, related_name="%(class)ss")
    lock = models.PositiveIntegerField(default=1, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    @property
    def anchor(self) -> str:
        return f"{self.ANCHOR}:{getattr(self, self.IDENTITY)}"

    def value(self, name: str) -> Any:
        """A field as JSON."""
        return getattr(self, name)

    def columns(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The columns of the database that these clean fields write."""
        return dict(fields)

    def as_dict(self) -> dict[str, Any]:
        """What is written in the row, as it goes into a snapshot (without its lock)."""
        raise NotImplementedError

    def consequences(self, fields: dict[str, Any]) -> dict[str, Any]:
        """What else changes when these clean fields are written here. Raises `Invalid` when they do not go together."""
        return {}


class Entry(Row):
    """A text of the sheet as a whole. Its row appears at the first save: until then it is read as empty, lock 0."""

    ANCHOR = "field"
    IDENTITY = "key"
    FIELDS: ClassVar[dict[str, Rule]] = {}  # the rule of each field is in the kind of the sheet

    worksheet = models.ForeignKey(Worksheet, models.CASCADE, related_name="entries")
    key = models.CharField(_("field"), max_length=40, editable=False)
    text = PlainTextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        constraints = [models.UniqueConstraint(fields=["worksheet", "key"], name="worksheets_one_entry_a_field")]

    def __str__(self) -> str:
        return self.key

    def as_dict(self) -> dict[str, Any]:
        return {"key": self.key, "text": self.text}
