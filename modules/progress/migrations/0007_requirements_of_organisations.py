import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """A requirement is met by the organisation, no longer by one person of it. The room of the worksheets, which knows, writes the rows
    again (worksheets 0010)."""

    dependencies = [
        ('organisations', '__first__'),
        ('progress', '0006_begun_answers'),
    ]

    operations = [
        migrations.DeleteModel(name='RequirementMet'),
        migrations.CreateModel(
            name='RequirementMet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, verbose_name='key')),
                ('met_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requirements_met', to='organisations.organisation')),
            ],
            options={
                'verbose_name': 'requirement met',
                'verbose_name_plural': 'requirements met',
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='progress_requirement_met_once_an_organisation', violation_error_message='This requirement is already met.')],
            },
        ),
    ]
