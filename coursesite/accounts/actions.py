from __future__ import annotations

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _

from coursesite.accounts.models import User
from coursesite.core.errors import Invalid, NotAllowed
from coursesite.core.fields import clean_text


@transaction.atomic
def edit_profile(person: User, *, by: User, full_name: str, function: str, language: str) -> User:
    """A person says how she is called, what she does and which language her messages are in. Raises `Invalid`, `NotAllowed`."""
    if by.pk != person.pk:
        raise NotAllowed(_("Only the person herself edits her account."))
    full_name = clean_text(full_name, limit=120, name="full_name")
    if not full_name:
        raise Invalid(_("A name is needed."), errors={"full_name": [_("A name is needed.")]})
    if language not in dict(settings.LANGUAGES):
        raise Invalid(_("Unknown language."), errors={"language": [_("Unknown language.")]})
    person.full_name, person.function, person.language = full_name, clean_text(function, limit=120, name="function"), language
    User.objects.filter(pk=person.pk).update(full_name=person.full_name, function=person.function, language=language)
    return person


@transaction.atomic
def sign_out_everywhere(person: User, *, by: User) -> User:
    """Ends every session of this person, on every device. For a person leaving, or changing role, as well as by herself."""
    User.objects.filter(pk=person.pk).update(sign_outs=F("sign_outs") + 1)
    person.refresh_from_db(fields=["sign_outs"])
    return person


def sign_out_elsewhere(person: User, *, by: User, request: HttpRequest) -> User:
    """Ends every session of this person but the one of this request, whose key changes."""
    sign_out_everywhere(person, by=by)
    if request.user.pk == person.pk:
        request.user.sign_outs = person.sign_outs  # the object of the session, if `person` is another one
        update_session_auth_hash(request, request.user)  # type: ignore[arg-type]
    return person
