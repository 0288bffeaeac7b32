"""Keep further headers of a mail, and the addresses that servers refuse."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comptes", "0004_second_facteur"),
    ]

    operations = [
        migrations.CreateModel(
            name="AdresseRefusee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("courriel", models.EmailField(max_length=254, unique=True, verbose_name="adresse de courriel")),
                ("raison", models.CharField(blank=True, max_length=300, verbose_name="raison")),
                ("constatee_a", models.DateTimeField(verbose_name="constatée à")),
            ],
            options={
                "verbose_name": "adresse qui ne reçoit pas",
                "verbose_name_plural": "adresses qui ne reçoivent pas",
                "ordering": ["-constatee_a", "pk"],
            },
        ),
        migrations.AddField(
            model_name="courriel",
            name="entetes",
            field=models.JSONField(blank=True, default=dict, verbose_name="autres en-têtes"),
        ),
    ]
