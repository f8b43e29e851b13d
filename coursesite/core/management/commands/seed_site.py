from django.core.management.base import BaseCommand, CommandParser

from coursesite.core.seeding import seed_all


class Command(BaseCommand):
    help = "Loads the starter content of every room; twice changes nothing. --demo adds the demo people and their promotion."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true")

    def handle(self, *, demo: bool, **options: object) -> None:
        seed_all(demo=demo, out=self.stdout.write)
