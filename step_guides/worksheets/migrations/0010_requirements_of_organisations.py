from django.db import migrations
from django.db.models import Min


def from_the_sheets(apps, schema_editor):
    """What modules ask for, as the sheets stand: each that was saved, each that is validated."""
    met = apps.get_model("progress", "SharedRequirement")
    rows = []
    sheets = apps.get_model("worksheets", "Worksheet").objects.annotate(first=Min("revisions__at"))
    for organisation, kind, state, since, first in sheets.values_list("organisation", "kind", "state", "state_since", "first"):
        key = kind.replace("_", "-")
        if first is not None:
            rows.append(met(organisation_id=organisation, key=f"{key}:saved", met_at=first))
        if state == "validated":
            rows.append(met(organisation_id=organisation, key=f"{key}:validated", met_at=since))
    said = apps.get_model("progress", "RequirementMet").objects.filter(key__endswith=":saved")  # of one person only
    for organisation, key, first in said.values_list("enrolment__organisation", "key").annotate(first=Min("met_at")):
        rows.append(met(organisation_id=organisation, key=key, met_at=first))
    met.objects.bulk_create(rows, ignore_conflicts=True)
    said.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("progress", "0008_shared_requirements"),
        ("worksheets", "0009_words_of_editors"),
    ]

    operations = [migrations.RunPython(from_the_sheets, migrations.RunPython.noop, elidable=True)]
