from datetime import datetime

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from coursesite.tracking import vocabulary as v
from coursesite.tracking.actions import replay
from coursesite.tracking.models import Destination


def moment(text: str) -> datetime:
    """A date or a moment; without offset, in the time zone of the site."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else timezone.make_aware(found)


class Command(BaseCommand):
    help = "Sends stored traces to a destination again, for example to one added later. Those it knows already are recognised."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--destination", required=True, metavar="SLUG")
        parser.add_argument("--since", required=True, type=moment, metavar="DATE")
        parser.add_argument("--until", type=moment, metavar="DATE")
        parser.add_argument("--verb", choices=sorted(v.VERBS))
        parser.add_argument("--dry-run", action="store_true")

    def handle(
        self, *, destination: str, since: datetime, until: datetime | None, verb: str | None, dry_run: bool, **options: object
    ) -> None:
        found = Destination.objects.filter(slug=destination).first()
        if found is None:
            known = ", ".join(Destination.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"Unknown destination {destination!r}. Known: {known}.")
        iri = v.VERBS[verb].iri if verb else None
        result = replay(found, since=since, until=until, verb=iri, dry_run=dry_run)
        would = "would be " if dry_run else ""
        self.stdout.write(f"{result.missing} {would}sent for the first time, {result.again} {would}sent again")
