"""The accounts of the demonstration: one password for all, printed by the command and by `bin/demo`."""

from collections.abc import Iterable

from django.conf import settings

from comptes.models import Administrateur, Federation, Utilisateur
from federation.demo.tirage import uid
from structures.models import Membre, Structure
from structures.nomenclature import Role

MOT_DE_PASSE = "au-bon-endroit-demo"
CENTRE, PARTENAIRE = "Centre social Les Tilleuls", "L’Encrier partagé"
MAIRIE = (
    "Centre social Les Grands Peupliers",
    "Centre social La Verrière",
    "Centre socioculturel Les Martinets",
    "Centre social Le Cèdre bleu",
)
# (address, displayed name, role, structures, what the person may see)
COMPTES: tuple[tuple[str, str, str, tuple[str, ...], str], ...] = (
    ("administratrice@example.org", "Administratrice de la fédération", "", (), "administre la fédération"),
    ("responsable@example.org", "Responsable, Les Tilleuls", Role.RESPONSABLE, (CENTRE,), f"responsable, {CENTRE}"),
    ("equipe@example.org", "Équipe, Les Tilleuls", Role.EQUIPE, (CENTRE,), f"équipe, {CENTRE}"),
    ("mairie@example.org", "Service des centres municipaux", Role.RESPONSABLE, MAIRIE, "responsable de quatre centres"),
    ("partenaire@example.org", "Bénévole, L’Encrier partagé", Role.EQUIPE, (PARTENAIRE,), f"équipe, {PARTENAIRE}"),
    ("compte@example.org", "Compte sans structure", "", (), "aucune structure"),
)


def creer_comptes(federation: Federation) -> None:
    """Create the accounts and what they may do; an account that exists is left as it is."""
    for courriel, nom, role, structures, _ in COMPTES:
        compte = Utilisateur.objects.filter(courriel=courriel).first()
        if compte is None:
            compte = Utilisateur.objects.create_user(courriel, MOT_DE_PASSE, nom=nom)
        if courriel.startswith("administratrice"):
            Administrateur.objects.get_or_create(federation=federation, utilisateur=compte)
        for structure in Structure.objects.filter(uid__in=[uid("structure", n) for n in structures]).order_by("pk"):
            Membre.objects.get_or_create(structure=structure, utilisateur=compte, defaults={"role": role})


def lignes() -> Iterable[str]:
    """Return the lines that present the accounts."""
    yield f"Comptes de démonstration (mot de passe commun : {MOT_DE_PASSE})"
    largeur = max(len(c[0]) for c in COMPTES)
    for courriel, _, _, _, peut in COMPTES:
        yield f"  {courriel:<{largeur}}  {peut}"
    yield f"Rien ne part par courriel : les messages et leurs liens se lisent sur {settings.SITE_URL}/demo/courrier/"
