"""Say from which day search hides what nobody confirms; null, as every row begins, is never."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ateliers", "0003_listes_fermees"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicaloffre",
            name="masquee_des",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="hors de la recherche à partir du"
            ),
        ),
        migrations.AddField(
            model_name="offre",
            name="masquee_des",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="hors de la recherche à partir du"
            ),
        ),
    ]
