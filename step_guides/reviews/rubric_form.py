"""The form of the editing space where the next version of a rubric is written, criterion by criterion, beside the version in use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin import compare
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel

from coursesite.core.errors import Invalid
from step_guides.reviews.enums import TRAINER_KINDS, ThreadKind
from step_guides.reviews.models import Criterion, Rubric
from step_guides.reviews.rubric_texts import (
    REMARKS,
    Place,
    Texts,
    cleaned,
    criterion_places,
    level_places,
    merged,
    remark_places,
    texts_of,
)

SPARE = 2  # empty remarks at the end of a criterion


@dataclass(frozen=True)
class Asked:
    """A text in the form. `own` is what the version in use says; `kind`, of a ready-made remark, the name and value of its list."""

    place: Place
    name: str
    value: str
    own: str
    problem: str
    kind: tuple[str, str] | None = None

    @property
    def is_changed(self) -> bool:
        return self.value != self.own

    @property
    def rows(self) -> int:
        return 2 + len(self.value) // 90


class RubricWidget(forms.Widget):
    template_name = "reviews/cms/rubric.html"
    rubric: Rubric

    class Media:
        js = ("js/cms-words.js",)
        css = {"all": ("css/cms-words.css",)}

    def __init__(self) -> None:
        super().__init__()
        self.problems: dict[str, str] = {}

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> Texts:
        """All that was sent under this name, whatever it is called: the field refuses what is no place of the rubric."""
        start = f"{name}-"
        return {key.removeprefix(start): data[key] for key in data if key.startswith(start)}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: object, name: str) -> bool:
        return not self.value_from_datadict(data, files, name)

    def id_for_label(self, id_: str | None, index: object = None) -> str:
        return ""

    def render(self, name: str, value: Any, attrs: object = None, renderer: object = None) -> SafeString:
        texts, own = value or {}, texts_of(self.rubric)

        def asked(place: Place, kind: str = "") -> Asked:
            told = (f"{name}-{kind}", texts.get(kind) or ThreadKind.QUESTION) if kind else None
            path = place.path
            return Asked(place, f"{name}-{path}", texts.get(path, ""), own.get(path, ""), self.problems.get(path, ""), told)

        def remarks(one: Criterion) -> Iterator[Asked]:
            places = remark_places(one.code)
            last = max((n for n, place in enumerate(places, 1) if texts.get(place.path)), default=0)
            return (asked(place, place.path.removesuffix("text") + "kind") for place in places[: min(last + SPARE, REMARKS)])

        context = {
            "name": name,
            "rubric": self.rubric,
            "versions": Rubric.objects.filter(kind=self.rubric.kind)
            .select_related("published_by")
            .annotate(used=Count("reviews")),
            "levels": [asked(place) for place in level_places()],
            "criteria": [
                (one, [asked(place) for place in criterion_places(one.code)], list(remarks(one))) for one in self._criteria()
            ],
            "kinds": TRAINER_KINDS,
        }
        return render_to_string(self.template_name, context)

    def _criteria(self) -> list[Criterion]:
        return list(self.rubric.criteria.all())


class RubricField(forms.Field):
    """{path: text}, whole: what is missing in a rubric is said at its place, and nothing that was typed is lost."""

    widget: RubricWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=RubricWidget(), **kwargs)

    def clean(self, value: Any) -> Texts:
        try:
            return cleaned(self.widget.rubric, value or {})
        except Invalid as refusal:
            self.widget.problems |= {path: " ".join(map(str, why)) for path, why in (refusal.errors or {}).items()}
            raise ValidationError(self._said(refusal)) from refusal

    def _said(self, refusal: Invalid) -> list[str]:
        names = {one.code: one.name for one in self.widget._criteria()}
        told = [(names.get(path.partition(".")[0], ""), " ".join(map(str, why))) for path, why in (refusal.errors or {}).items()]
        return [f"{name} – {why}" if name else why for name, why in told] or [str(refusal)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _without_blanks(initial or {}) != _without_blanks(data or {})


def _without_blanks(texts: Mapping[str, str]) -> Texts:
    """Compared as they were typed, but for remarks that nobody wrote."""
    empty = {path.removesuffix("text") for path, text in texts.items() if path.endswith(".text") and not text}
    return {path: text for path, text in texts.items() if path.rpartition(".")[0] + "." not in empty}


class RubricForm(WagtailAdminModelForm):
    texts = RubricField(label=_("Words"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = self.fields["texts"].widget
        widget.rubric, widget.problems = self.instance.newest(), {}  # of this form alone: a copied widget shares what it holds
        self.initial["texts"] = merged(widget.rubric, self.instance.texts)


class RubricComparison(compare.FieldComparison):
    """Text by text, those that differ between two versions."""

    def __init__(self, field: Any, obj_a: Any, obj_b: Any) -> None:
        super().__init__(field, obj_a, obj_b)
        self.rubric = obj_a.newest()

    def htmldiff(self) -> SafeString:
        return format_html("<ul>{}</ul>", format_html_join("", "<li><strong>{}</strong><br>{}</li>", self._differences()))

    def _differences(self) -> list[tuple[str, Any]]:
        before, after = (merged(self.rubric, said or {}) for said in (self.val_a, self.val_b))
        found = []
        for name, place in self._places():
            was, now = before.get(place.path, ""), after.get(place.path, "")
            if was != now:
                found.append((f"{name} – {place.label}" if name else str(place.label), compare.diff_text(was, now).to_html()))
        return found

    def _places(self) -> Iterator[tuple[str, Place]]:
        yield from (("", place) for place in level_places())
        for one in self.rubric.criteria.all():
            yield from ((one.name, place) for place in [*criterion_places(one.code), *remark_places(one.code)])


class RubricPanel(FieldPanel):
    def get_comparison_class(self) -> type[compare.FieldComparison]:
        return RubricComparison
