"""The queue of a trainer with 10,000 versions waiting, beside the same queue with 100: one organisation, sheet and person for each."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests.bench.measure import Effort, Figure, at_most, at_most_times, best_cpu, queries_of

if TYPE_CHECKING:
    from tests.bench.site import Site

QUEUE = "/relectures/"
FILTERED = f"{QUEUE}?fiche=theory_of_change&etat=envoyee&qui=libres&structure=structure&retard=1"  # every filter, and many answer
SINCE = date(2026, 1, 5)


def measure(site: Site, effort: Effort) -> list[Figure]:
    few, many = effort.submissions
    trainer = site.person("luc")
    protect(trainer)
    browser = site.signed_in(trainer)

    def look() -> None:
        browser.page(QUEUE)

    fill(trainer, 0, few)
    look()
    floor_queries = queries_of(look)
    (floor,) = best_cpu(look, rounds=effort.requests)
    fill(trainer, few, many)
    look()
    queries = queries_of(look)
    browser.page(FILTERED)
    filtered = queries_of(lambda: browser.page(FILTERED))
    (filtered_cpu,) = best_cpu(lambda: browser.page(FILTERED), rounds=effort.requests)
    (cpu,) = best_cpu(look, rounds=effort.requests)
    return [
        at_most("review_queue_queries", queries, 10, unit="queries", floor=floor_queries),
        at_most_times("review_queue_cpu", cpu, floor, 1.5),
        at_most("review_queue_filtered_queries", filtered, 10, unit="queries", floor=floor_queries),
        at_most_times("review_queue_filtered_cpu", filtered_cpu, floor, 3),
    ]


def protect(trainer: Any) -> None:
    """A trainer of a real site has a second factor."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(trainer, generate_totp_secret())


def fill(trainer: Any, start: int, stop: int) -> None:
    """Versions number `start` to `stop`, sent over two months; one in five is open on a trainer's desk."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection, transaction
    from django.utils import timezone

    from coursesite.accounts.models import User
    from coursesite.cohorts.models import Cohort, Enrolment, Participation
    from coursesite.organisations.models import Membership, Organisation
    from step_guides.worksheets.enums import Kind, State
    from step_guides.worksheets.models import Submission, TheoryOfChange, Worksheet
    from step_guides.worksheets.snapshots import digest, empty

    cohort = Cohort.objects.filter(trainer_assignments__person=trainer).select_related("programme__network").get()
    numbers, now = range(start, stop), timezone.now()
    snapshot = empty(Kind.THEORY_OF_CHANGE) | {"nodes": [{"uid": str(uuid.uuid4()), "kind": "activity", "label": "Ateliers"}]}
    with transaction.atomic():
        organisations = Organisation.objects.bulk_create(
            [
                Organisation(network=cohort.programme.network, name=f"Structure {n:05d}", city="Nantes", is_fictional=True)
                for n in numbers
            ],
            batch_size=500,
        )
        people = User.objects.bulk_create(
            [User(email=f"personne-{n}@demo.example", full_name=f"Personne {n}", password="!") for n in numbers], batch_size=500
        )
        pairs = list(zip(organisations, people, strict=True))
        Membership.objects.bulk_create(
            [Membership(organisation=o, person=p, role="lead", starts_on=SINCE) for o, p in pairs], batch_size=500
        )
        Participation.objects.bulk_create([Participation(cohort=cohort, organisation=o) for o in organisations], batch_size=500)
        enrolments = Enrolment.objects.bulk_create(
            [Enrolment(cohort=cohort, person=p, organisation=o) for o, p in pairs], batch_size=500
        )
        kind = ContentType.objects.get_for_model(TheoryOfChange)
        sheets = Worksheet.plain.bulk_create(
            [
                Worksheet(
                    organisation=o,
                    kind=Kind.THEORY_OF_CHANGE,
                    polymorphic_ctype=kind,
                    state=State.IN_REVIEW if n % 5 == 0 else State.SUBMITTED,
                )
                for n, o in zip(numbers, organisations, strict=True)
            ],
            batch_size=500,
        )
        with connection.cursor() as cursor:  # the child rows, which have no column of their own
            table = TheoryOfChange._meta.db_table
            cursor.executemany(f"INSERT INTO {table} (worksheet_ptr_id) VALUES (%s)", [(sheet.pk,) for sheet in sheets])
        Submission.objects.bulk_create(
            [
                Submission(
                    worksheet=sheet, number=1, cohort=cohort, enrolment=enrolment, submitted_by=enrolment.person, snapshot=snapshot,
                    sha256=digest(snapshot), submitted_at=now - timedelta(minutes=9 * n % 86_400),
                    claimed_by=trainer if n % 5 == 0 else None, claimed_at=now if n % 5 == 0 else None,
                    claim_until=now + timedelta(days=2) if n % 5 == 0 else None,
                )
                for n, sheet, enrolment in zip(numbers, sheets, enrolments, strict=True)
            ],
            batch_size=200,
        )  # fmt: skip
