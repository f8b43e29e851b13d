"""`manage.py open_network "Réseau …" --officer rose@example.org "Rose Lambert"`: how a real site gets its first network."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify

from coursesite.accounts.models import User
from coursesite.accounts.privileges import role_changed
from coursesite.organisations.models import Network, NetworkRole


class Command(BaseCommand):
    help = "Creates a network (or a region of one) and its first officer, who signs in with a code sent by e-mail. Twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--officer", nargs=2, metavar=("EMAIL", "NAME"), required=True)
        parser.add_argument("--part-of", metavar="SLUG", help="the network of which this one is a region")

    @transaction.atomic
    def handle(self, *, name: str, officer: list[str], part_of: str | None, **options: Any) -> None:
        email, full_name = officer[0].strip().lower(), officer[1].strip()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is not an e-mail address.") from error
        parent = None
        if part_of and (parent := Network.objects.filter(slug=part_of).first()) is None:
            raise CommandError(f"No network has the slug {part_of!r}.")
        if not (slug := slugify(name)[:50]):
            raise CommandError("The name needs letters.")
        network, created = Network.objects.get_or_create(slug=slug, defaults={"name": name, "parent": parent})
        person = User.objects.filter(email=email).first() or User.objects.create_user(email, None, full_name=full_name)
        NetworkRole.objects.get_or_create(network=network, person=person, ends_on=None)
        role_changed(person)
        self.stdout.write(
            f"{network.name} ({'created' if created else 'was there'}), officer {person.email}, slug {network.slug}"
        )
