"""The form of the editing space where the words of a sheet are changed: each with its original, in the order of the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin import compare
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel

from coursesite.core.errors import Invalid
from step_guides.worksheets.slots import Chapter, Group, Slot, chapters, cleaned, slots
from step_guides.worksheets.words import raw, word_at


@dataclass(frozen=True)
class Asked:
    """A word in the form. `beside`: what is said when nothing is written here."""

    slot: Slot
    name: str
    value: str
    beside: str
    problem: str

    @property
    def is_changed(self) -> bool:
        return self.value not in ("", self.slot.own)

    @property
    def rows(self) -> int:
        return 2 + max(len(self.value), len(self.beside)) // 90


class WordsWidget(forms.Widget):
    """One control a word. For everybody, it holds the word as it is said; for a sector, only what is said otherwise there."""

    template_name = "worksheets/cms/words.html"
    kind, sector = "", ""

    class Media:
        js = ("js/cms-words.js",)
        css = {"all": ("css/cms-words.css",)}

    def __init__(self) -> None:
        super().__init__()
        self.problems: dict[str, str] = {}

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> dict[str, str]:
        """All that was sent under this name, whatever it is called: the field refuses what is no word of the sheet."""
        start = f"{name}-"
        return {key.removeprefix(start): data[key] for key in data if key.startswith(start)}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: object, name: str) -> bool:
        return not self.value_from_datadict(data, files, name)

    def id_for_label(self, id_: str | None, index: object = None) -> str:
        return ""

    def render(self, name: str, value: Any, attrs: object = None, renderer: object = None) -> SafeString:
        texts = value if isinstance(value, dict) else {}
        said = [
            (chapter.title, [(group.title, [self._asked(slot, name, texts) for slot in group.slots]) for group in chapter.groups])
            for chapter in self._chapters()
        ]
        context = {"chapters": said, "sector": self.sector, "name": name}
        return render_to_string(self.template_name, context)

    def _chapters(self) -> tuple[Chapter, ...]:
        return chapters(self.kind, self.sector)

    def _asked(self, slot: Slot, name: str, texts: dict[str, str]) -> Asked:
        beside = word_at(raw(self.kind), slot.path) if self.sector and not slot.varied else slot.own
        value = texts.get(slot.path, "" if self.sector else slot.own)
        return Asked(slot, f"{name}-{slot.path}", value, beside, self.problems.get(slot.path, ""))


class WordsField(forms.Field):
    """{path: text} of the words that differ from ours. A path that names no word of the sheet is refused."""

    widget: WordsWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=WordsWidget(), **kwargs)

    def clean(self, value: Any) -> dict[str, str]:
        sent: dict[str, str] = value or {}
        known = slots(self.widget.kind, self.widget.sector)
        if set(sent) - set(known):
            raise ValidationError(_("The worksheet has no such word. Nothing was changed: open the page again."))
        kept, problems = {}, self.widget.problems
        for path, text in sent.items():
            try:
                said = cleaned(known[path], text)
            except Invalid as refusal:
                problems[path] = str(refusal)
            else:
                kept |= {path: said} if said else {}
        if problems:
            raise ValidationError([f"{known[path].name}: {why}" for path, why in problems.items()])
        return kept

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(initial != data)


class WordingForm(WagtailAdminModelForm):
    texts = WordsField(label=_("Words"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = self.fields["texts"].widget
        widget.kind, widget.sector = self.instance.kind, self.instance.sector
        widget.problems = {}  # of this form alone: a copied widget shares what it holds


class WordsComparison(compare.FieldComparison):
    """Word by word, those that differ between two versions."""

    def htmldiff(self) -> SafeString:
        return format_html("<ul>{}</ul>", format_html_join("", "<li><strong>{}</strong><br>{}</li>", self._differences()))

    def _differences(self) -> list[tuple[str, Any]]:
        found = []
        for group, slot in self._slots():
            before, after = (said.get(slot.path) or slot.own for said in (self.val_a, self.val_b))
            if before != after:
                found.append((f"{group.title} – {slot.name}", compare.diff_text(before, after).to_html()))
        return found

    def __init__(self, field: Any, obj_a: Any, obj_b: Any) -> None:
        super().__init__(field, obj_a, obj_b)
        self.about = obj_a

    def _slots(self) -> list[tuple[Group, Slot]]:
        found = chapters(self.about.kind, self.about.sector)
        return [(group, slot) for chapter in found for group in chapter.groups for slot in group.slots]


class WordsPanel(FieldPanel):
    def get_comparison_class(self) -> type[compare.FieldComparison]:
        return WordsComparison
