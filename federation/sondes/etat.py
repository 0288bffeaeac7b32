"""How things stand, in a few cheap questions: asked every ten seconds, they must not weigh."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from functools import cache

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Max, Min

from comptes.models import Courriel
from core import replique
from core.models import Passage, Presence, Travail, Version
from core.travailleur import etat_du_travailleur

# Under this the next backup, import or photograph may be the one that does not fit.
PLACE_BASSE = 200 * 1024 * 1024


@cache
def _attendues() -> frozenset[tuple[str, str]]:
    """Return the last migration of each app, as the code of this process has them."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def migrations_manquantes(base: str = DEFAULT_DB_ALIAS) -> int:
    """Return how many apps a database is behind on; DatabaseError when it does not answer."""
    return len(_attendues() - set(MigrationRecorder(connections[base]).applied_migrations()))


def etat_du_disque() -> tuple[str, bool]:
    """Return what is to be said of DATA_DIR, and whether something can be written there."""
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR) as fichier:
            fichier.write(b"\0" * 4096)
            fichier.flush()
        libre = shutil.disk_usage(settings.DATA_DIR).free
    except OSError:
        return "écriture impossible", False
    return ("presque plein" if libre < PLACE_BASSE else "écriture possible"), True


def pret(now: datetime) -> tuple[dict[str, str], bool]:
    """Return what each thing says, and whether requests may be sent here; DatabaseError when the base is out of reach.

    A late worker is said, and no reason to send visitors elsewhere: pages do not need it. Nor do they need a replica:
    the primary answers all that it does not.
    """
    disque, ecrit = etat_du_disque()
    manque = migrations_manquantes()
    if manque:
        return {"base": "joignable", "migrations": f"{manque} à appliquer", "disque": disque}, False
    travailleur = etat_du_travailleur(now)
    corps = {"base": "joignable", "migrations": "à jour", "travailleur": travailleur, "disque": disque}
    return corps | etat_de_la_replique(), ecrit


def pret_a_lire() -> tuple[dict[str, str], bool]:
    """Return what is said without the primary, and whether visitors may still be sent here: when a replica shows them
    the public pages. Nobody can write anywhere; who tries, or is signed in, reads why.
    """
    corps = {"base": "injoignable", "ecriture": "arrêtée"} | etat_de_la_replique()
    if corps.get("replique") != replique.LUE:
        return corps, False
    try:
        manque = migrations_manquantes(replique.REPLIQUE)
    except DatabaseError:
        return corps | {"replique": replique.DE_COTE + replique.INJOIGNABLE}, False
    if manque:
        corps["migrations"] = f"{manque} à appliquer"
    return corps, not manque


def etat_de_la_replique() -> dict[str, str]:
    """Return what is to be said of the replica; nothing on a site that has none."""
    dit = replique.dire()
    return {"replique": dit} if dit else {}


Mesure = tuple[str, str, list[tuple[str, float]]]


def mesures(now: datetime) -> Iterator[Mesure]:
    """Yield the name of each gauge, what it says, and its values by label (`etat="…"`, or none)."""
    yield "heure", "Heure du serveur (secondes).", [("", now.timestamp())]
    yield "version_des_donnees", "Augmente à chaque écriture de l’annuaire.", [("", Version.lire())]
    vu = Presence.objects.filter(nom="travailleur").values_list("vu_a", flat=True).first()
    if vu:
        yield "travailleur_vu", "Dernier passage du travailleur (secondes).", [("", vu.timestamp())]
    fin = Passage.objects.aggregate(m=Max("fin"))["m"]
    if fin:
        yield "entretien_fini", "Fin du dernier entretien (secondes).", [("", fin.timestamp())]
        derniers = dict(Passage.objects.order_by("debut", "pk").values_list("tache", "reussi"))
        echecs = sum(not reussi for reussi in derniers.values())
        yield "entretien_en_echec", "Tâches de la nuit dont le dernier passage a échoué.", [("", echecs)]
    for nom, modele, quoi in (("courriels", Courriel, "Courriels"), ("travaux", Travail, "Travaux longs")):
        comptes = dict(modele.objects.order_by().values_list("etat").annotate(n=Count("pk")))
        yield nom, f"{quoi}, par état.", [(f'etat="{etat}"', comptes.get(etat, 0)) for etat in modele.Etat.values]
    attente = Courriel.objects.filter(etat=Courriel.Etat.A_ENVOYER).aggregate(m=Min("ecrit_a"))["m"]
    duree = (now - attente).total_seconds() if attente else 0
    yield "courriel_le_plus_ancien", "Âge du plus ancien courriel à envoyer (secondes).", [("", duree)]
    disque = shutil.disk_usage(settings.DATA_DIR)
    yield "disque_libre", "Place libre de DATA_DIR (octets).", [("", disque.free)]
    yield "disque_total", "Taille du disque de DATA_DIR (octets).", [("", disque.total)]
