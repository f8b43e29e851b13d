"""`manage.py erase_person amina@example.org`: what would stay. With `--yes`: erases her."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coursesite.accounts.erasing import erase, roles_of
from coursesite.accounts.models import User
from coursesite.accounts.personal_data import rooms
from coursesite.core.errors import WrongState


class Command(BaseCommand):
    help = "Erases a person who asked for it: her name and address everywhere, and what is hers alone. It cannot be undone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "who", help="her address; or the identifier that erasing printed, to erase again after a restored backup"
        )
        parser.add_argument("--yes", action="store_true", help="do it; without, only say what would stay")

    def handle(self, *, who: str, yes: bool, **options: Any) -> None:
        who = who.strip().lower()
        person = (User.objects.filter(email=who) if "@" in who else User.objects.filter(public_id=_uuid(who))).first()
        if person is None:
            raise CommandError(f"Nobody has the address or the identifier {who!r}.")
        if not yes:
            for role in roles_of(person):
                self.stdout.write(f"to be ended first: {role}")
            kept = {name: told.KEPT for name, told in rooms()}
        else:
            try:
                kept = erase(person)
            except WrongState as refusal:
                raise CommandError(str(refusal.message)) from refusal
        for name, what in kept.items():
            self.stdout.write(f"{name}: {what}")
        self.stdout.write(f"erased: {person.public_id}" if yes else "nothing was erased: add --yes")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise CommandError(f"{text!r} is neither an address nor an identifier.") from error
