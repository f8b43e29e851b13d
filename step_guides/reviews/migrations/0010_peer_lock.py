from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0009_agreements'),
    ]

    operations = [
        migrations.AddField(
            model_name='peerreading',
            name='lock',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
