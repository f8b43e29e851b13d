"""Arriving by a personal link without an account yet: the account is opened and the link used in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from coursesite.accounts.models import User
from coursesite.core.errors import WrongState
from coursesite.organisations.links import check_open
from coursesite.organisations.personal_links import PersonalLink


def has_account(link: PersonalLink) -> bool:
    """Told to the holder of the link only, who reads that mailbox."""
    return User.objects.filter(email=link.email).exists()


@transaction.atomic
def arrive(
    link: PersonalLink, *, accept: Callable[..., Any], full_name: str, function: str, password: str, language: str = "fr"
) -> User:
    """Opens the account of the address invited, which the link proves, and accepts. Raises as `accept`, or 409 `account_exists`."""
    check_open(link)
    try:
        with transaction.atomic():
            person = User.objects.create_user(link.email, password, full_name=full_name, function=function, language=language)
    except IntegrityError as error:
        raise WrongState(
            _("You already have an account here. Sign in with this address, then join."), code="account_exists"
        ) from error
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    accept(link, person=person)
    return person
