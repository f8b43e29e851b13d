from django.db import migrations, models


def forget(apps, schema_editor):
    """Made for a network before its cohorts were written down: they are asked for again. The sweep removes their files."""
    apps.get_model("evidence", "Dossier").objects.filter(enrolment=None, with_texts=False).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('cohorts', '0004_contribution'),
        ('evidence', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='dossier',
            name='cohorts',
            field=models.ManyToManyField(editable=False, related_name='+', to='cohorts.cohort'),
        ),
        migrations.AlterField(
            model_name='dossier',
            name='state',
            field=models.CharField(choices=[('asked', 'waiting'), ('making', 'being made'), ('ready', 'ready'), ('failed', 'failed')], default='asked', editable=False, max_length=10),
        ),
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
