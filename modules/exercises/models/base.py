from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from polymorphic.managers import PolymorphicManager
from polymorphic.models import PolymorphicModel
from polymorphic.query import PolymorphicQuerySet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, Revision, RevisionMixin
from wagtail.search import index

from coursesite.core.markdown import render
from modules.exercises.content import Content, Item, Option, Passage
from modules.exercises.enums import Kind
from modules.exercises.forms import ExerciseForm

if TYPE_CHECKING:
    from wagtail.blocks import StreamValue


class ExerciseQuerySet(PolymorphicQuerySet):
    def published(self) -> Self:
        return self.filter(live=True)


class Exercise(
    PreviewableMixin, LockableMixin, DraftStateMixin, RevisionMixin, index.Indexed, PolymorphicModel, ClusterableModel
):
    """A question put to learners. Each kind is a subclass that keeps its content in a stream and says what is right."""

    kind: ClassVar[Kind]
    icon: ClassVar[str]  # in the editing space, with the name of its list
    menu_label: ClassVar[Any]
    content_fields: ClassVar[tuple[str, ...]] = ()
    link_fields: ClassVar[tuple[str, ...]] = ()  # what the content depends on besides
    in_bank: ClassVar[bool] = True  # whether it goes out and comes back as a spreadsheet
    repeats_id: int | None = None  # the exercise whose questions it asks again, for the kinds that may

    code = models.SlugField(
        _("code"), max_length=48, unique=True, help_text=_("Names the exercise in lessons and traces. It does not change.")
    )
    title = models.CharField(_("title"), max_length=120)
    statement = models.TextField(_("instructions"), help_text=_("What to do, in one or two sentences."))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=5, validators=[MinValueValidator(1), MaxValueValidator(60)])
    is_key = models.BooleanField(
        _("key exercise"), default=False, help_text=_("The one that those who take the short path answer.")
    )
    version = models.PositiveSmallIntegerField(
        _("version"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("Raise it when the question no longer means the same. A spelling mistake put right keeps it."),
    )
    competencies = ParentalManyToManyField(
        "competencies.Competency", blank=True, related_name="exercises", verbose_name=_("competencies")
    )
    feedback_success = models.TextField(_("said when all is right"), blank=True)
    feedback_retry = models.TextField(_("said when something is to look at again"), blank=True)

    objects = PolymorphicManager.from_queryset(ExerciseQuerySet)()

    base_form_class = ExerciseForm
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("code"),
        index.FilterField("live"),
    ]
    identity_panels = [
        HelpPanel(template="exercises/admin/help.html"),
        FieldPanel("title"),
        FieldPanel("statement"),
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("code")]),
        FieldPanel("change"),
        FieldPanel("is_key"),
    ]
    feedback_panels = [
        MultiFieldPanel([FieldPanel("feedback_success"), FieldPanel("feedback_retry")], heading=_("After the answer")),
        FieldPanel("competencies"),
    ]

    class Meta:
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(version__gte=1), name="exercises_version_from_one"),
        ]

    def __str__(self) -> str:
        return self.title

    def items(self) -> tuple[Item, ...]:
        raise NotImplementedError

    def options(self) -> tuple[Option, ...]:
        return ()

    def passages(self) -> tuple[Passage, ...]:
        return ()

    def model(self) -> str:
        """What we would have written, as clean HTML."""
        return ""

    @classmethod
    def written(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Its content fields, from an entry of a seed file."""
        raise NotImplementedError

    def content(self) -> Content:
        """What is asked, as plain values."""
        return Content(
            pk=self.pk,
            code=self.code,
            kind=str(self.kind),
            title=self.title,
            statement=render(self.statement),
            minutes=self.minutes,
            version=self.version,
            items=self.items(),
            options=self.options(),
            passages=self.passages(),
            model=self.model(),
            repeats=self.repeats_id,
            feedback_success=self.feedback_success,
            feedback_retry=self.feedback_retry,
            revision=self.live_revision_id,
        )

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """As Wagtail does, and every publication comes through here: the version that another one replaces is kept for those under way."""
        in_use = type(self).objects.published().filter(pk=self.pk).values_list("version", "live_revision").first()
        with transaction.atomic():
            super().publish(revision, *args, **kwargs)
            if in_use is not None and in_use[1] is not None and revision.content["version"] > in_use[0]:
                self.former_versions.update_or_create(  # type: ignore[attr-defined]
                    version=in_use[0], defaults={"revision_id": in_use[1], "replaced_at": timezone.now()}
                )

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("As a learner sees it")), ("right", _("Rightly answered")), ("wrong", _("Wrongly answered"))]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "exercises/pages/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from modules.exercises.presentation import preview

        return {"object": self, "request": request, "form": preview(self.content(), mode_name)}


Exercise._meta.get_field("polymorphic_ctype").wagtail_reference_index_ignore = True


def values(stream: StreamValue) -> list[Any]:
    return [child.value for child in stream]
