from django.conf import settings
from django.db import migrations, models


def name_the_texts(apps, schema_editor):
    """An agreement was with what had been written until then; whoever had invited herself, or agreed, had said her word."""
    CoReader, Review = apps.get_model("reviews", "CoReader"), apps.get_model("reviews", "Review")
    for one in CoReader.objects.all():
        parts = Review.objects.filter(submission=one.submission_id, updated_at__lte=one.agreed_at) if one.agreed_at else []
        one.agreed_to = ",".join(f"{part.pk}@{part.updated_at.isoformat()}" for part in parts)
        if not one.agreed_to:
            one.agreed_at = None
        if one.agreed_at or one.invited_by_id == one.trainer_id:
            one.joined_at = one.agreed_at or one.invited_at
        one.save(update_fields=["agreed_at", "agreed_to", "joined_at"])


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0008_rubrics_of_editors'),
        ('worksheets', '0009_words_of_editors'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='coreader',
            name='agreed_to',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name='coreader',
            name='joined_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunPython(name_the_texts, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='coreader',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_at', None), ('agreed_to', '')), models.Q(('agreed_at__isnull', False), ('joined_at__isnull', False), models.Q(('agreed_to', ''), _negated=True)), _connector='OR'), name='reviews_agreement_names_a_text'),
        ),
    ]
