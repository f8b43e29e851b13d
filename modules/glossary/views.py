from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from coursesite.core.http import public, reads
from coursesite.core.public_cache import mark_public
from modules.glossary.models import Term
from modules.glossary.queries import by_letter, published_terms

LONGEST_QUESTION = 80


@public
@reads
def index(request: HttpRequest) -> HttpResponse:
    """Every term by letter, or those that `?q=` finds. A search is not kept by caches."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUESTION]
    terms = published_terms(words)
    context = {"words": words, "terms": terms, "letters": [] if words else by_letter(terms)}
    response = render(request, "glossary/pages/index.html", context)
    return response if request.GET else mark_public(response)


@public
@reads
def term(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Term.objects.published(), slug=slug)
    context = {"term": found, "related": found.related.filter(live=True)}
    return mark_public(render(request, "glossary/pages/term.html", context))
