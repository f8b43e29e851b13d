from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from coursesite.core.findables import Findable, findable
from modules.glossary.queries import published_terms


@findable("glossaire", label=_("Glossary"), order=10)
def terms() -> Iterator[Findable]:
    for term in published_terms():
        names = " ".join([term.variants, *(word for _sector, word in term.synonyms)])
        text = " ".join(part for part in (term.definition, term.plain, term.not_confused, term.example) if part)
        yield Findable(term.name, term.get_absolute_url(), names=names, text=text)
