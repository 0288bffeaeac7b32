"""The words of the mails of « Entre nous »."""

from django.conf import settings
from django.urls import reverse

from core.templatetags.core import jour_du_mois
from reseau.models import Annonce, Evenement, Message
from reseau.models.publications import Publication


def adresse(chemin: str) -> str:
    """Return the whole address of a page."""
    return f"{settings.SITE_URL}{chemin}"


def _cite(texte: str) -> str:
    return "\n".join(f"> {ligne}".rstrip() for ligne in texte.splitlines())


def texte_du_message(message: Message) -> str:
    """The mail of an answer; an address is in it only if its author joined theirs."""
    objet = f"votre annonce « {message.annonce} »" if message.suite_de is None else f"« {message.annonce} »"
    directement = (
        f"\nCette personne a joint son adresse : {message.auteur.courriel}\n" if message.adresse_jointe else ""
    )
    return f"""Bonjour,

{message.voix} vous écrit au sujet de {objet} :

{_cite(message.texte)}
{directement}
Pour répondre, sans montrer votre adresse :
{adresse(message.get_absolute_url())}

L’annonce :
{adresse(message.annonce.get_absolute_url())}

Au bon endroit, entre nous
"""


def texte_de_fin_prochaine(annonce: Annonce) -> str:
    """The mail that comes a week before the end."""
    return f"""Bonjour,

Votre annonce « {annonce} » s’arrêtera d’elle-même après le {jour_du_mois(annonce.jusqu_au)}.

C’est trouvé, ou à prolonger ? Tout se fait sur sa page :
{adresse(annonce.get_absolute_url())}

Sinon, il n’y a rien à faire.

Au bon endroit, entre nous
"""


def texte_du_retrait(publication: Publication) -> str:
    """The mail to whoever wrote something that an administrator has withdrawn."""
    return f"""Bonjour,

{publication.federation} a retiré « {publication} » de la rubrique « Entre nous ».

La raison :
{_cite(publication.raison)}

Pour relire ce que vous aviez écrit :
{adresse(publication.get_absolute_url())}

Au bon endroit, entre nous
"""


def accueil() -> str:
    """The address of « Entre nous »."""
    return adresse(reverse("reseau:accueil"))


def _de_l_evenement(evenement: Evenement) -> str:
    return f"{evenement}\n{evenement.quand}\n{evenement.ou}"


def texte_de_place_liberee(evenement: Evenement) -> str:
    """The mail to whoever waited, and comes in."""
    return f"""Bonjour,

Une place s’est libérée, et elle est pour vous :

{_de_l_evenement(evenement)}

Vous ne pouvez plus venir ? Rendez-la, quelqu’un d’autre l’attend peut-être :
{adresse(evenement.get_absolute_url())}

Au bon endroit, entre nous
"""


def texte_de_changement(evenement: Evenement) -> str:
    """The mail to those who come, when the day, the hour or the place has moved."""
    return f"""Bonjour,

Le jour, l’heure ou le lieu a changé. Voici ce qu’il faut retenir :

{_de_l_evenement(evenement)}

Vous ne pouvez plus venir ? Rendez votre place :
{adresse(evenement.get_absolute_url())}

Au bon endroit, entre nous
"""


def texte_d_annulation(evenement: Evenement) -> str:
    """The mail to those who come, when nothing happens any more."""
    return f"""Bonjour,

{evenement.voix} a annulé :

{_de_l_evenement(evenement)}

La page :
{adresse(evenement.get_absolute_url())}

Au bon endroit, entre nous
"""
