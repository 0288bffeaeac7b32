"""A desk, a private link and mails' links of the cast, with a session to come."""

from types import SimpleNamespace

from django.utils import timezone

from ateliers.models import Intervenant
from ateliers.nomenclature import ACCES
from core.liens import Genre, signer
from espace.acces import creer_poste, nouveau_lien
from espace.models import Poste
from tests.distribution import creer_offre

TOUS_LES_JOURS = "Mo-Su 23:00-23:30"


def permanence(lieu, **champs):
    """Write a permanence by appointment: room is asked of it, and it has a session every evening."""
    defauts = {"nature": "permanence", "acces": ACCES["rdv"].masque, "horaires": TOUS_LES_JOURS}
    return creer_offre(lieu, **(defauts | champs))


def jeton_action(utilisateur, objet, but):
    """Return the token alone, as `lien_action` signs it."""
    charge = {"u": utilisateur.pk, "n": type(objet).__name__.lower(), "o": objet.uid, "b": but}
    return signer(Genre.ACTION, **charge)


def ouvrir_acces(distribution) -> None:
    """Add to the cast: `permanence`, `seance`, `intervenant`, `poste`, and `jetons` of each kind."""
    now = timezone.now()
    d = distribution
    d.permanence = permanence(d.lieux["Le Lien"], nom="Permanence sur rendez-vous")
    d.seance = d.permanence.seances.filter(debut__gt=now).earliest("debut")
    d.intervenant = Intervenant.objects.create(metier="ecrivain_public")
    d.permanence.intervenants.add(d.intervenant)
    d.poste = Poste(structure=d.lieux["Le Lien"].structure)
    d.jetons = SimpleNamespace(
        poste=creer_poste(d.poste, by=d.amina, now=now),
        permanences=nouveau_lien(intervenant=d.intervenant, by=d.amina, now=now),
        place=jeton_action(d.bruno, d.permanence, "place"),
        seances=jeton_action(d.bruno, d.permanence, "seances"),
        a_jour=jeton_action(d.bruno, d.lieux["Le Lien"].structure, "a_jour"),
    )
