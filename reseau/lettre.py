"""The monthly letter, for those who asked for it: what is new between members, nothing when nothing is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from comptes import liens_de_courriel
from comptes.actions import ecrire_courriel
from comptes.models import AdresseRefusee, Utilisateur
from core.templatetags.core import jour_du_mois
from core.travailleur import PARIS
from reseau.models import Abonnement, Annonce, Evenement, Experience, Fiche, federations_of

BUT = "lettre"
AU_MATIN = time(7, 30)
AGENDA = timedelta(days=45)
LIGNES = 10


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the letter: its title, its first lines, how many there are."""

    titre: str
    lignes: Sequence[str]
    nombre: int


def debut_du_mois(now: datetime) -> datetime:
    """Return the first instant of the month, in Paris."""
    return now.astimezone(PARIS).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def recoit(utilisateur: Any) -> bool:
    """Tell whether this person gets the letter."""
    return Abonnement.objects.filter(utilisateur=utilisateur.pk).exists()


def choisir(utilisateur: Any, *, recevoir: bool, now: datetime) -> None:
    """Ask for the letter, or stop it; asked twice, it is the same. The first one tells the whole month."""
    if recevoir:
        defauts = {"cree_a": now, "dit_jusqu_a": debut_du_mois(now)}
        Abonnement.objects.get_or_create(utilisateur=utilisateur, defaults=defauts)
    else:
        Abonnement.objects.filter(utilisateur=utilisateur).delete()


def jeton_de(utilisateur: Utilisateur) -> str:
    """Return the token of the link at the foot of this person's letter; it says nothing of their address."""
    return liens_de_courriel.jeton_de(utilisateur, BUT)


def lire_jeton(jeton: str) -> Utilisateur:
    """Return whose letter a link is about, or raise LienRefuse."""
    return liens_de_courriel.lire_jeton(jeton, BUT)


def ecrire_les_lettres(now: datetime) -> str:
    """Write this month's letters that are not written yet; harmless to run again."""
    Abonnement.objects.filter(utilisateur__is_active=False).delete()
    dus = (
        Abonnement.objects.filter(dit_jusqu_a__lt=debut_du_mois(now), utilisateur__is_active=True)
        .exclude(Exists(AdresseRefusee.objects.filter(courriel=OuterRef("utilisateur__courriel"))))
        .select_related("utilisateur")
        .order_by("pk")
    )
    ecrites = sum(_ecrire(abonnement, now) for abonnement in dus)
    return f"{ecrites} lettres du mois"


@transaction.atomic
def _ecrire(abonnement: Abonnement, now: datetime) -> bool:
    """Write one letter, once; False when there is nothing to say."""
    depuis, qui = abonnement.dit_jusqu_a, abonnement.utilisateur
    if not Abonnement.objects.filter(pk=abonnement.pk, dit_jusqu_a=depuis).update(dit_jusqu_a=now):
        return False
    sections = list(sections_pour(qui, depuis=depuis, now=now))
    if not sections:
        return False
    url = settings.SITE_URL + reverse("reseau:lettre_lien", args=[jeton_de(qui)])
    ecrire_courriel(
        a=qui.courriel,
        sujet=f"Entre nous : {', '.join(s.titre[0].lower() + s.titre[1:] for s in sections)}",
        texte=texte_de(sections, url_arreter=url),
        now=now,
        pas_avant=datetime.combine(now.astimezone(PARIS).date(), AU_MATIN, tzinfo=PARIS),
        entetes={"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
    return True


def sections_pour(qui: Utilisateur, *, depuis: datetime, now: datetime) -> Iterator[Section]:
    """Yield what is new in each room since a moment, and what comes in the agenda; never one's own."""
    if not federations_of(qui).exists():
        return
    today = now.astimezone(PARIS).date()
    venus = {"cree_a__gte": depuis, "cree_a__lt": now}
    agenda = Evenement.objects.shown_to(qui).to_come(now).filter(debut__lt=now + AGENDA, annule_a__isnull=True)
    for titre, objets in (
        ("Dans l’agenda", agenda),
        ("On cherche, on propose", Annonce.objects.shown_to(qui).open(today).filter(**venus).exclude(auteur=qui)),
        ("Des expériences", Experience.objects.shown_to(qui).current().filter(**venus).exclude(auteur=qui)),
        ("Des fiches", Fiche.objects.shown_to(qui).current().filter(**venus).exclude(auteur=qui)),
    ):
        lus = list(objets.with_names())
        if lus:
            yield Section(titre, [_ligne(objet) for objet in lus[:LIGNES]], len(lus))


def _ligne(objet: Any) -> str:
    detail = f"le {jour_du_mois(objet.debut.astimezone(PARIS).date())}, " if isinstance(objet, Evenement) else ""
    sens = f"{objet.get_sens_display()} : " if isinstance(objet, Annonce) else ""
    return f"* {sens}{objet.titre} ({detail}{objet.voix})\n  {settings.SITE_URL}{objet.get_absolute_url()}"


def texte_de(sections: list[Section], *, url_arreter: str) -> str:
    """Return the letter."""
    morceaux = []
    for section in sections:
        lignes = [section.titre.upper(), "", *section.lignes]
        if section.nombre > len(section.lignes):
            lignes.append(f"* et {section.nombre - len(section.lignes)} de plus, sur le site")
        morceaux.append("\n".join(lignes))
    corps = "\n\n".join(morceaux)
    return f"""Bonjour,

Voici ce que les structures de votre réseau se disent ce mois-ci.

{corps}

Tout lire : {settings.SITE_URL}{reverse("reseau:accueil")}

Vous recevez cette lettre une fois par mois parce que vous l’avez demandée. Ne plus la recevoir :
{url_arreter}
"""
