from datetime import timedelta

from django.db import migrations, models
from django.db.models import F, Q


def two_days(apps, schema_editor):
    claimed = apps.get_model("worksheets", "Submission").objects.filter(claimed_at__isnull=False)
    claimed.update(claim_until=F("claimed_at") + timedelta(days=2))


class Migration(migrations.Migration):
    dependencies = [("worksheets", "0003_theory_details")]

    operations = [
        migrations.AddField("submission", "claim_until", models.DateTimeField(editable=False, null=True)),
        migrations.RemoveConstraint("submission", "worksheets_claim_has_person"),
        migrations.RunPython(two_days, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            "submission",
            models.CheckConstraint(
                condition=Q(claimed_at=None, claimed_by=None, claim_until=None)
                | Q(claimed_at__isnull=False, claimed_by__isnull=False, claim_until__isnull=False),
                name="worksheets_claim_has_person",
            ),
        ),
    ]
