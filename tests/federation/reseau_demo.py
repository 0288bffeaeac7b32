"""What is looked at in the demonstration network: all its rows, and the names that must not leave it."""

import re

from django.utils import timezone

from ateliers.models import Intervenant, Offre, Seance
from centres.models import Centre, Equipement
from comptes.models import Administrateur, Federation, Utilisateur
from core.models import Version
from partenaires.models import Partenaire, Partenariat, Pret
from structures.models import Commune, Fermeture, Lieu, Membre, Source, Structure

AVEC_HISTOIRE = (Structure, Centre, Partenaire, Lieu, Equipement, Fermeture, Partenariat, Pret, Offre)
SANS_HISTOIRE = (Federation, Utilisateur, Administrateur, Membre, Commune, Source, Seance, Intervenant)


def empreinte() -> dict[str, object]:
    """Everything that a second run must leave alone."""
    lignes = {m.__name__: m.objects.count() for m in (*AVEC_HISTOIRE, *SANS_HISTOIRE)}
    lignes |= {f"history of {m.__name__}": m.history.count() for m in AVEC_HISTOIRE}
    lignes["version"] = Version.lire()
    lignes["sessions"] = hash(tuple(Seance.objects.order_by("pk").values_list("pk", "origine")))
    lignes["passwords"] = hash(tuple(Utilisateur.objects.order_by("pk").values_list("password")))
    return lignes


def noms_qui_sortent(client) -> dict[str, set[str]]:
    """Return, by address, the names and mails of people in what machines read: heads of pages, maps, files, feeds."""
    prenoms = set(Intervenant.objects.exclude(prenom="").order_by("pk").values_list("prenom", flat=True))
    comptes = Utilisateur.objects.order_by("pk").values_list("nom", "courriel")
    gens = prenoms | {mot for compte in comptes for mot in compte if mot}
    assert prenoms
    montrees = Offre.objects.published(timezone.localdate()).filter(intervenants__prenom__in=prenoms)
    offre = montrees.exclude(lieu=None).select_related("lieu").order_by("pk")[0]
    pages = {c: client.get(c).text for c in (offre.get_absolute_url(), offre.lieu.get_absolute_url(), "/")}
    # The page itself says the first names that their owners have agreed to show, and asks not to be quoted there.
    assert any(re.search(rf"data-nosnippet>[^§]*?{p}", pages[offre.get_absolute_url()]) for p in prenoms)
    textes = {c: page[: page.index("</head>")] for c, page in pages.items()}
    for chemin in (
        *("/plan-lieux.xml", "/plan-offres.xml", "/carte/points.json", f"/carte/lieu/{offre.lieu.pk}/"),
        *("/opendata/", "/opendata/lieux-mediation-numerique.csv", "/opendata/changements.atom"),
        f"/hors-ligne/{offre.lieu.commune_id}.json",
    ):
        reponse = client.get(chemin)
        assert reponse.status_code == 200, chemin
        textes[chemin] = reponse.text
    trouves = {c: {m for m in gens if re.search(rf"\b{re.escape(m)}\b", texte)} for c, texte in textes.items()}
    return {chemin: noms for chemin, noms in trouves.items() if noms}
