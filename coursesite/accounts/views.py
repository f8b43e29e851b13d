from __future__ import annotations

from allauth.account import views as allauth
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coursesite.accounts import actions
from coursesite.accounts.forms import ProfileForm
from coursesite.accounts.personal_data import everything
from coursesite.accounts.privileges import has_second_factor
from coursesite.core.http import form_view, public, reads, see_other, writes


@form_view
def me(request: HttpRequest) -> HttpResponse:
    """A person's own account: who she is, and how she signs in."""
    person = request.user
    profile = {"full_name": person.full_name, "function": person.function, "language": person.language}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=profile)
    if request.method == "POST" and form.is_valid():
        actions.edit_profile(person, by=person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return see_other(request.path)
    context = {"form": form, "second_factor": has_second_factor(person)}
    return render(request, "accounts/me.html", context, status=422 if form.errors else 200)


@writes
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    actions.sign_out_elsewhere(request.user, by=request.user, request=request)
    messages.success(request, _("Every other device has been signed out."))
    return see_other(reverse("accounts:me"))


@reads
def my_data(request: HttpRequest) -> HttpResponse:
    """What the site knows of the person who asks, as a file."""
    response = JsonResponse(everything(request.user), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response.headers["Content-Disposition"] = 'attachment; filename="jalons.json"'
    return response


@reads
def address(request: HttpRequest) -> HttpResponse:
    """The library would let people change their address here. An address is the invitation's: it is only shown."""
    return redirect("accounts:me")


@public
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Public, because somebody who has typed a password but no code yet may also turn back."""
    was_signed_in = request.method == "POST" and request.user.is_authenticated
    response = allauth.logout(request)
    if was_signed_in:
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
