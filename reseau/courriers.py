"""The words of the mails of « Entre nous »."""

from django.conf import settings
from django.urls import reverse

from core.templatetags.core import jour_du_mois
from reseau.models import Annonce, Message
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
