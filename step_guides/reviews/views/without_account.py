"""Public: somebody reads a sheet through its link, and may comment. No session, no user, no cookie; the address is the only key.

A form carries a token of ours, bound to its link (`forms_of`): there is no session for Django's own to be compared with, and these
pages send no referrer, so that browsers say « Origin: null » of their own forms.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from coursesite.core.errors import CountersLost, NotFound, Refusal, TooOften
from coursesite.core.guard import LABELS, Found, places
from coursesite.core.http import form_view, public, reads, see_other
from coursesite.core.throttle import address_of, times
from step_guides.reviews import actions
from step_guides.reviews.elements import name_of, text_at
from step_guides.reviews.form_keys import form_key, key_of
from step_guides.reviews.forms import ReaderCommentForm
from step_guides.reviews.models import ReadingLink
from step_guides.reviews.reading import is_open_at, open_places
from step_guides.worksheets.presenters.document import freeze

MINUTE, PAGES = 60, 60  # pages a minute from one address
SPELL, FROM_ADDRESS, FROM_LINK = 600, 20, 100  # comments in ten minutes
View = Callable[..., HttpResponseBase]


class Closed(Refusal):
    status, code = 410, "closed"


def through_link(view: View) -> View:
    """The view gets the link of the token, open; whatever it answers is stored nowhere, sends no referrer, and is not indexed."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponseBase:
        try:
            _not_too_often("reading", address_of(request), PAGES, MINUTE, closes=False)
            response = view(request, _open(token), token)
        except Refusal as refusal:
            page = "reviews/reading/refused.html"
            response = render(request, page, {"refusal": refusal}, status=refusal.status)
            if wait := getattr(refusal, "wait", None):
                response.headers["Retry-After"] = str(wait)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return wrapped


def _open(token: str) -> ReadingLink:
    link = ReadingLink.objects.of_token(token).select_related("worksheet__organisation").first()
    if link is None:
        raise NotFound(_("This link leads nowhere. Check that its address is whole, or ask for it again."))
    if not link.is_open:
        raise Closed(
            _("This link is closed: its time has passed, or it was withdrawn. Whoever gave it to you can give you another.")
        )
    return link


def _not_too_often(what: str, who: str, most: int, seconds: int, *, closes: bool = True) -> None:
    """`closes`: nothing is written when it cannot be counted; reading stays open."""
    try:
        often = times(what, who, seconds=seconds, crowd=True) > most
    except CountersLost:
        if closes:
            raise
        return
    if often:
        raise TooOften(_("Too many times in a short while. Wait a little, then try again."), wait=seconds)


@public
@csrf_exempt
@form_view
@through_link
def welcome(request: HttpRequest, link: ReadingLink, token: str) -> HttpResponseBase:
    """Who asks, for what, and what becomes of what one writes. Opening the sheet is a POST: what follows links by itself counts for nothing."""
    if request.method == "POST":
        key_of(request, link)
        actions.count_opening(link)
        return see_other(reverse("reading:sheet", args=[token]))
    return render(request, "reviews/reading/welcome.html", {"link": link, "key": form_key(link)})


@gzip_page  # Django pads the answer at random, and the page holds no secret but its own address
@public
@reads
@through_link
def sheet(request: HttpRequest, link: ReadingLink, token: str) -> HttpResponseBase:
    context = {"link": link, "token": token, "open_at": open_places(link), "frozen": freeze(link.snapshot)}
    return render(request, "reviews/reading/sheet.html", context)


@public
@csrf_exempt
@form_view
@through_link
def comment(request: HttpRequest, link: ReadingLink, token: str) -> HttpResponseBase:
    """One place, its words, and a form. What seems to name somebody is shown before anything is sent; what was sent is not shown again."""
    anchor = (request.POST.get("ancre") or request.GET.get("ancre") or "sheet")[:60]
    status, names = 200, []
    key = key_of(request, link) if request.method == "POST" else form_key(link)
    if not is_open_at(link, anchor):
        raise NotFound(_("Comments are not asked for at this place."))
    form = ReaderCommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            names = _named(**form.cleaned_data)
            if not names or request.POST.get("confirmed"):
                _not_too_often("reading-comment", address_of(request), FROM_ADDRESS, SPELL)
                _not_too_often("reading-link", str(link.pk), FROM_LINK, SPELL)
                actions.say(link, anchor, **form.cleaned_data, form=key)
                return see_other(reverse("reading:thanks", args=[token]) + "?" + urlencode({"ancre": anchor}))
    context = {
        "link": link, "token": token, "form": form, "names": names, "anchor": anchor, "key": request.POST.get("form_token") or key,
        "place": name_of(link.snapshot, anchor), "words": text_at(link.snapshot, anchor),
    }  # fmt: skip
    return render(request, "reviews/reading/comment.html", context, status=status)


def _named(name: str, text: str) -> list[tuple[str, str]]:
    """(what it seems to be, the words). A reader may sign; an address or a number beside her name is one too many."""
    found = [(place, text) for place in places(text)] + [(place, name) for place in places(name) if place.kind != Found.NAME]
    return [(str(LABELS[place.kind]), source[place.start : place.end]) for place, source in found]


@public
@reads
@through_link
def thanks(request: HttpRequest, link: ReadingLink, token: str) -> HttpResponse:
    anchor = request.GET.get("ancre", "")[:60]
    back = anchor.replace(":", "-") if is_open_at(link, anchor) else ""
    return render(request, "reviews/reading/thanks.html", {"link": link, "token": token, "back": back})
