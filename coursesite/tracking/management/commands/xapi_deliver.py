import time

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from coursesite.tracking.sending import deliver_all


class Command(BaseCommand):
    help = "Sends the traces that are due. --loop goes on, where there is no Celery worker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true")
        parser.add_argument("--every", type=float, default=60.0, metavar="SECONDS")

    def handle(self, *, loop: bool, every: float, **options: object) -> None:
        while True:
            settled = deliver_all()
            if settled or not loop:
                self.stdout.write(f"{settled} settled")
            if not loop:
                return
            close_old_connections()
            time.sleep(every)
