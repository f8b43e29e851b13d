"""Answers stood in the order in which they were sent, beside the moment at which each person had sent hers: they are mixed within each group of
five, and of that moment the day alone stays."""

import random
from itertools import groupby

from django.db import migrations
from django.utils import timezone

SENT = "exit-survey:sent"


def mix(apps, schema_editor):
    answers = apps.get_model("surveys", "SurveyAnswer")
    of_one_group = ["survey", "cohort_id", "group"]
    rows = list(answers.objects.order_by(*of_one_group).values_list(*of_one_group, "answers"))
    answers.objects.all().delete()
    for (survey, cohort, group), found in groupby(rows, key=lambda row: row[:3]):
        said = [row[3] for row in found]
        random.SystemRandom().shuffle(said)
        answers.objects.bulk_create([answers(survey=survey, cohort_id=cohort, group=group, answers=one) for one in said])
    met = apps.get_model("progress", "RequirementMet").objects
    for pk, at in list(met.filter(key=SENT).values_list("pk", "met_at")):
        met.filter(pk=pk).update(met_at=timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0))


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial"), ("progress", "0008_shared_requirements")]

    operations = [migrations.RunPython(mix, migrations.RunPython.noop)]
