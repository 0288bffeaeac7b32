"""The lines of the matrix of rights for imports, and the imports that they name."""

from datetime import date
from types import SimpleNamespace

from django.utils import timezone

from tests.outils.roles import ADMIN_FEDERATION, FERME_SANS_ECRIRE, OUVERT, PERSONNE_N_ECRIT, pour

IMPORTS = {
    "echanges:opendata": ("/opendata/", OUVERT, PERSONNE_N_ECRIT),
    "echanges:standard": ("/opendata/lieux-mediation-numerique.csv", OUVERT, PERSONNE_N_ECRIT),
    "echanges:changements": ("/opendata/changements/", OUVERT, PERSONNE_N_ECRIT),
    "echanges:flux_changements": ("/opendata/changements.atom", OUVERT, PERSONNE_N_ECRIT),
    "echanges:releve": ("/opendata/changements/2026-11-23/", OUVERT, PERSONNE_N_ECRIT),
    "echanges:releve_csv": ("/opendata/changements/2026-11-23.csv", OUVERT, PERSONNE_N_ECRIT),
    "echanges:imports": ("/f/val-de-marne/imports/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    "echanges:import": ("/f/val-de-marne/imports/{journal.pk}/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    "echanges:deposer": ("/f/val-de-marne/imports/deposer/", ADMIN_FEDERATION, pour("fede", sinon=422)),
    "echanges:colonnes": (
        "/f/val-de-marne/imports/{prepare.pk}/colonnes/",
        ADMIN_FEDERATION,
        pour("fede", sinon=422),
    ),
    "echanges:verifier": ("/f/val-de-marne/imports/{prepare.pk}/verifier/", ADMIN_FEDERATION, pour("fede", sinon=302)),
    "echanges:rejets": ("/f/val-de-marne/imports/{prepare.pk}/refusees.csv", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    "echanges:appliquer": (
        "/f/val-de-marne/imports/{prepare.pk}/appliquer/",
        FERME_SANS_ECRIRE,
        pour("fede", sinon=302),
    ),
    "echanges:annuler": ("/f/val-de-marne/imports/{journal.pk}/annuler/", FERME_SANS_ECRIRE, pour("fede", sinon=302)),
    # The last one: the file goes with it.
    "echanges:abandonner": (
        "/f/val-de-marne/imports/{prepare.pk}/abandonner/",
        FERME_SANS_ECRIRE,
        pour("fede", sinon=302),
    ),
}


def importer(reels: SimpleNamespace) -> None:
    """Leave one applied import, `journal`, one prepared, `prepare`, and a week of changes."""
    from echanges import preparation
    from echanges.models import Releve
    from tests.echanges.outils import creer_import

    now = timezone.now()
    comptes = {"lieux": 0, "structures": 0, "activites": 0}
    Releve.objects.create(semaine=date(2026, 11, 23), depuis=date(2026, 11, 16), fait_a=now, comptes=comptes)
    reels.journal = creer_import(reels.federation, now=now)
    reels.prepare = preparation.deposer(
        "Nom;Ville\nMaison;Créteil\n".encode(), "x.csv", federation=reels.federation, by=reels.fede, now=now
    )
    reels.prepare.source = "Ville"
    reels.prepare.options |= {"colonnes": ["nom", "commune"]}
    reels.prepare.save()
    preparation.lancer_la_comparaison(reels.prepare, 1, now=now)
