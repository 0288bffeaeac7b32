"""Work out in the database what search reads of an activity, and index it."""

import django.db.models.expressions
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ateliers", "0004_hors_de_la_recherche"),
        ("structures", "0002_pas_avec_soi_meme"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="offre",
            name="ateliers_offre_recherche",
        ),
        migrations.AddField(
            model_name="offre",
            name="traits_a",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.expressions.CombinedExpression(
                    django.db.models.expressions.CombinedExpression(
                        django.db.models.expressions.CombinedExpression(
                            models.F("themes"), "&", models.Value(16777215)
                        ),
                        "|",
                        django.db.models.expressions.CombinedExpression(
                            models.Case(
                                models.When(models.Q(("publics", 0)), then=models.Value(1048575)),
                                models.When(
                                    models.Q(
                                        django.db.models.lookups.GreaterThan(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("publics"), "&", models.Value(1)
                                            ),
                                            0,
                                        )
                                    ),
                                    then=models.Value(1048575),
                                ),
                                default=django.db.models.expressions.CombinedExpression(
                                    models.F("publics"), "&", models.Value(1048575)
                                ),
                                output_field=models.BigIntegerField(),
                            ),
                            "<<",
                            models.Value(24),
                        ),
                    ),
                    "|",
                    django.db.models.expressions.CombinedExpression(
                        django.db.models.expressions.CombinedExpression(models.F("metiers"), "&", models.Value(262143)),
                        "<<",
                        models.Value(44),
                    ),
                ),
                output_field=models.BigIntegerField(),
            ),
        ),
        migrations.AddField(
            model_name="offre",
            name="traits_b",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.expressions.CombinedExpression(
                    django.db.models.expressions.CombinedExpression(
                        django.db.models.expressions.CombinedExpression(
                            models.F("langues"), "&", models.Value(1099511627775)
                        ),
                        "|",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("lieu_groupes"), "&", models.Value(65535)
                            ),
                            "<<",
                            models.Value(40),
                        ),
                    ),
                    "|",
                    django.db.models.expressions.CombinedExpression(
                        django.db.models.expressions.CombinedExpression(models.F("postures"), "&", models.Value(63)),
                        "<<",
                        models.Value(56),
                    ),
                ),
                output_field=models.BigIntegerField(),
            ),
        ),
        migrations.AddField(
            model_name="offre",
            name="traits_c",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.expressions.CombinedExpression(
                    django.db.models.expressions.CombinedExpression(
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    django.db.models.expressions.CombinedExpression(
                                                        django.db.models.expressions.CombinedExpression(
                                                            django.db.models.expressions.CombinedExpression(
                                                                models.F("creneaux"), "&", models.Value(2097151)
                                                            ),
                                                            "|",
                                                            models.Case(
                                                                models.When(
                                                                    nature="permanence", then=models.Value(2097152)
                                                                ),
                                                                models.When(
                                                                    nature="atelier", then=models.Value(4194304)
                                                                ),
                                                                models.When(nature="cycle", then=models.Value(8388608)),
                                                                models.When(
                                                                    nature="accompagnement", then=models.Value(16777216)
                                                                ),
                                                                models.When(
                                                                    nature="acces_libre", then=models.Value(33554432)
                                                                ),
                                                                models.When(
                                                                    nature="evenement", then=models.Value(67108864)
                                                                ),
                                                                models.When(
                                                                    nature="pret", then=models.Value(134217728)
                                                                ),
                                                                default=models.Value(0),
                                                                output_field=models.BigIntegerField(),
                                                            ),
                                                        ),
                                                        "|",
                                                        models.Case(
                                                            models.When(mode="sur_place", then=models.Value(268435456)),
                                                            models.When(
                                                                mode="a_domicile", then=models.Value(536870912)
                                                            ),
                                                            models.When(
                                                                mode="telephone", then=models.Value(1073741824)
                                                            ),
                                                            models.When(
                                                                mode="a_distance", then=models.Value(2147483648)
                                                            ),
                                                            default=models.Value(0),
                                                            output_field=models.BigIntegerField(),
                                                        ),
                                                    ),
                                                    "|",
                                                    models.Case(
                                                        models.When(
                                                            lieu_nature="centre", then=models.Value(4294967296)
                                                        ),
                                                        models.When(lieu_nature="evs", then=models.Value(8589934592)),
                                                        models.When(
                                                            lieu_nature="partenaire", then=models.Value(17179869184)
                                                        ),
                                                        models.When(
                                                            lieu_nature="autre", then=models.Value(34359738368)
                                                        ),
                                                        default=models.Value(0),
                                                        output_field=models.BigIntegerField(),
                                                    ),
                                                ),
                                                "|",
                                                models.Case(
                                                    models.When(
                                                        dispo__in=("complet", "closes"), then=models.Value(68719476736)
                                                    ),
                                                    models.When(
                                                        dispo__in=(
                                                            "cette_semaine",
                                                            "semaine_prochaine",
                                                            "deux_trois_semaines",
                                                            "ouvertes",
                                                        ),
                                                        then=models.Value(137438953472),
                                                    ),
                                                    models.When(
                                                        dispo__in=("attente", "plus_un_mois"),
                                                        then=models.Value(274877906944),
                                                    ),
                                                    default=models.Value(0),
                                                    output_field=models.BigIntegerField(),
                                                ),
                                            ),
                                            "|",
                                            models.Case(
                                                models.When(
                                                    models.Q(
                                                        django.db.models.lookups.GreaterThan(
                                                            django.db.models.expressions.CombinedExpression(
                                                                models.F("acces"), "&", models.Value(1)
                                                            ),
                                                            0,
                                                        )
                                                    ),
                                                    then=models.Value(549755813888),
                                                ),
                                                default=models.Value(0),
                                                output_field=models.BigIntegerField(),
                                            ),
                                        ),
                                        "|",
                                        models.Case(
                                            models.When(
                                                models.Q(
                                                    django.db.models.lookups.GreaterThan(
                                                        django.db.models.expressions.CombinedExpression(
                                                            models.F("lieu_accessibilites"), "&", models.Value(1)
                                                        ),
                                                        0,
                                                    )
                                                ),
                                                then=models.Value(1099511627776),
                                            ),
                                            default=models.Value(0),
                                            output_field=models.BigIntegerField(),
                                        ),
                                    ),
                                    "|",
                                    models.Case(
                                        models.When(models.Q(("tarif", "gratuit")), then=models.Value(2199023255552)),
                                        default=models.Value(0),
                                        output_field=models.BigIntegerField(),
                                    ),
                                ),
                                "|",
                                models.Case(
                                    models.When(models.Q(("tarif", "adhesion")), then=models.Value(4398046511104)),
                                    default=models.Value(0),
                                    output_field=models.BigIntegerField(),
                                ),
                            ),
                            "|",
                            models.Case(
                                models.When(models.Q(("reserves", 0)), then=models.Value(8796093022208)),
                                default=models.Value(0),
                                output_field=models.BigIntegerField(),
                            ),
                        ),
                        "|",
                        models.Case(
                            models.When(models.Q(("aidants_connect", True)), then=models.Value(17592186044416)),
                            default=models.Value(0),
                            output_field=models.BigIntegerField(),
                        ),
                    ),
                    "|",
                    models.Case(
                        models.When(
                            models.Q(("acces", 1), ("dispo", ""), ("grain", "aucun")), then=models.Value(35184372088832)
                        ),
                        default=models.Value(0),
                        output_field=models.BigIntegerField(),
                    ),
                ),
                output_field=models.BigIntegerField(),
            ),
        ),
        migrations.AddIndex(
            model_name="offre",
            index=models.Index(
                fields=[
                    "bande",
                    "longitude",
                    "latitude",
                    "visible_des",
                    "visible_fin",
                    "traits_a",
                    "traits_b",
                    "traits_c",
                    "dispo_fiable_jusqu_au",
                    "verifie_le",
                    "lieu",
                    "id",
                ],
                name="ateliers_offre_recherche",
            ),
        ),
    ]
