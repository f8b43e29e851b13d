"""The documents of the whole course that issued nothing yet ask for the exit survey, and for the nine modules rather than for those that were
published on the day when they were made. A tree under which somebody was certified is left as it is."""

from django.db import migrations

WITH_TRAINERS, ALONE = "parcours-accompagne", "parcours-en-autonomie"
MODULES = [f"module-{number}" for number in range(9)]


def complete(apps, schema_editor):
    def model(name):
        return apps.get_model("certificates", name)

    made = model("Achievement").objects.filter(slug__in=[WITH_TRAINERS, ALONE], certificates=None)
    for achievement in made:
        model("Achievement").objects.filter(pk=achievement.pk).update(modules=MODULES)
        model("ModulesCompleted").objects.filter(achievement=achievement).update(modules=MODULES)
        root = model("CertificateRule").objects.filter(achievement=achievement, parent=None).first()
        if root is None or achievement.slug == ALONE or model("ExitSurveySent").objects.filter(achievement=achievement).exists():
            continue
        kind, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="certificates", model="exitsurveysent"
        )
        model("ExitSurveySent").objects.create(achievement=achievement, parent=root, position=5, polymorphic_ctype=kind)


class Migration(migrations.Migration):
    dependencies = [("certificates", "0005_exit_survey_sent"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(complete, migrations.RunPython.noop)]
