from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from coursesite.core.guard import named
from coursesite.core.http import form_view, see_other, writes
from coursesite.organisations.permissions import is_member
from step_guides.reviews import actions
from step_guides.reviews.elements import exists, name_of, text_at
from step_guides.reviews.enums import HeardState
from step_guides.reviews.forms import AskForm, ReplyForm
from step_guides.reviews.models import ReaderComment, Thread
from step_guides.reviews.queries import sent_comments
from step_guides.worksheets.models import Worksheet
from step_guides.worksheets.queries import enrolment_for, snapshot


def _thread(request: HttpRequest, public_id: UUID) -> Thread:
    related = ("worksheet__organisation", "enrolment__cohort", "submission")
    visible = Thread.objects.visible_to(request.user).select_related(*related).prefetch_related(sent_comments())
    return get_object_or_404(visible, public_id=public_id)


def uuid_of(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def quoted(comment: ReaderComment) -> str:
    """The beginning of a question to the trainers: what a stakeholder said, in the words that were used."""
    who = comment.name or _("a stakeholder")
    return _("From %(who)s: “%(text)s”") % {"who": who, "text": comment.text[:1_500]} + "\n\n"


def _back(request: HttpRequest, thread: Thread) -> HttpResponseBase:
    """Where the person was: the place in the worksheet, or the page of the exchange."""
    return see_other(local_address(request) or reverse("reviews:thread", args=[thread.public_id]))


def local_address(request: HttpRequest) -> str:
    """Where a form asks to come back to, if it is a page of this site."""
    wanted = request.POST.get("next", "")
    return wanted if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""


def _to_confirm(request: HttpRequest, form: Form) -> list[tuple[str, str]]:
    """What seems to name somebody in what is about to be sent for good, until its writer says that nobody can be recognised."""
    return named(form.cleaned_data["text"]) if form.is_valid() and not request.POST.get("confirmed") else []


@writes
def reply(request: HttpRequest, thread: UUID) -> HttpResponseBase:
    found = _thread(request, thread)
    form = ReplyForm(request.POST)
    names = _to_confirm(request, form)
    if names or not form.is_valid():
        member = is_member(request.user, found.worksheet.organisation)
        return render(
            request, "reviews/thread.html", {"thread": found, "member": member, "form": form, "names": names}, status=422
        )
    actions.answer(found, text=form.cleaned_data["text"], by=request.user)
    messages.success(request, _("Your reply is sent."))
    return _back(request, found)


@writes
def settle(request: HttpRequest, thread: UUID) -> HttpResponseBase:
    """« C'est fait », « Écarter » with a reason, « Rouvrir »."""
    found = _thread(request, thread)
    actions.settle(found, request.POST.get("state", ""), reason=request.POST.get("reason", ""), by=request.user)
    return _back(request, found)


@form_view
def ask(request: HttpRequest, worksheet: UUID) -> HttpResponseBase:
    """« Demander de l'aide » on one place of a draft."""
    sheet = get_object_or_404(Worksheet.objects.visible_to(request.user).select_related("organisation"), public_id=worksheet)
    anchor = (request.POST.get("ancre") or request.GET.get("ancre") or "sheet")[:60]
    now = snapshot(sheet)
    if not exists(now, anchor):
        anchor = "sheet"
    heard = ReaderComment.objects.visible_to(request.user).filter(link__worksheet=sheet.pk).exclude(state=HeardState.REMOVED)
    passed_on = heard.filter(public_id=uuid_of(request.GET.get("commentaire"))).first()
    form = AskForm(request.POST or None, initial={"text": quoted(passed_on) if passed_on else ""})
    status, names = 200, []
    if request.method == "POST":
        names = _to_confirm(request, form)
        if form.is_valid() and not names:
            thread = actions.ask(sheet, anchor, text=form.cleaned_data["text"], by=request.user)
            messages.success(request, _("Your question is sent. The answer will come to this place."))
            return see_other(reverse("worksheets:detail", args=[sheet.public_id]) + f"#{thread.anchor.replace(':', '-')}")
        status = 422
    enrolment = enrolment_for(request.user, sheet.organisation)
    context = {"worksheet": sheet, "form": form, "anchor": anchor, "place": name_of(now, anchor), "words": text_at(now, anchor)}
    context |= {"names": names, "passed_on": passed_on}
    context["programme"] = enrolment.cohort.programme if enrolment else None
    return render(request, "reviews/ask.html", context, status=status)
