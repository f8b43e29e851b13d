from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from coursesite.core.cards import cards_for
from coursesite.core.http import reads
from coursesite.dashboards.arrangement import arrange
from coursesite.dashboards.audiences import AUDIENCE_OF, place_of


@reads
def home(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The dashboard of the person: her first one, or the one a tab names. Somebody else's tab does not exist for her."""
    place = place_of(request.user)
    if not slug and not place.audiences:
        return render(request, "dashboards/pages/no_role.html")
    audience = AUDIENCE_OF.get(slug) if slug else place.audiences[0]
    if audience not in place.audiences:
        raise Http404
    cards = arrange(cards_for(audience, request.user, request=request))
    context = {"place": place, "audience": audience, "tabs": place.tabs(audience), "cards": cards}
    return render(request, "dashboards/pages/home.html", context)
