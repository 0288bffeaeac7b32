"""Sessions that their owner sees and closes; those of Django's own table end, and everybody signs in again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comptes", "0002_etats_des_courriels")]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("appareil", models.CharField(blank=True, max_length=60, verbose_name="appareil")),
                ("cree_a", models.DateTimeField(verbose_name="ouverte à")),
                ("vu_a", models.DateTimeField(help_text="À une heure près.", verbose_name="vue à")),
                (
                    "utilisateur",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name": "session"},
        ),
        # Emptied rather than dropped: coming back to the former code finds its table.
        migrations.RunPython(lambda apps, editeur: _vider(editeur), migrations.RunPython.noop),
    ]


def _vider(editeur):
    if "django_session" in editeur.connection.introspection.table_names():
        editeur.execute("DELETE FROM django_session")
