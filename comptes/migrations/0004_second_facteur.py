"""A federation may want a second factor of those who administer it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comptes", "0003_sessions")]

    operations = [
        migrations.AddField(
            model_name="federation",
            name="exige_second_facteur",
            field=models.BooleanField(
                default=False,
                help_text="Les administrateur·rices donnent un code de leur téléphone après s’être connecté·es.",
                verbose_name="exige un second facteur",
            ),
        ),
    ]
