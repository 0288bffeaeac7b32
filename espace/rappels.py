"""Write the week's reminders: one at most, to those who have something to do."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse

from comptes.actions import ecrire_courriel
from comptes.models import AdresseRefusee, Federation, Utilisateur
from core.travailleur import PARIS
from espace.a_faire import a_faire
from espace.campagnes import Campagne, campagne_du, jour_d_envoi
from espace.desabonnement import jeton_de_rappels
from espace.droits import de_mes_structures, mes_structures
from espace.masquage import avertir, menacees, rendre_ce_que_personne_ne_tient
from espace.models import Desabonnement, Envoi
from espace.models.envois import lundi_de
from espace.resume import Matiere, Personne, sections_de, sujet_de, texte_de
from structures.cycle import Etat
from structures.models import Membre, Structure

SEMAINE = timedelta(days=7)
AU_MATIN = time(7, 30)  # the night's work writes at three: nobody's telephone rings then
OUBLI_DES_CHANGEMENTS = timedelta(days=45)
GARDE = timedelta(days=400)  # a campaign comes back after a year


def ecrire_les_rappels(now: datetime) -> str:
    """Write this week's reminders that are not written yet; harmless to run again."""
    today = now.astimezone(PARIS).date()
    rendues = rendre_ce_que_personne_ne_tient(now)
    Envoi.objects.filter(cree_a__lt=now - GARDE).delete()
    if not jour_d_envoi(today):
        return f"aucun rappel ce jour-là, {rendues} activités rendues à la recherche"
    campagne = campagne_du(today)
    lues: dict[frozenset[int], Matiere] = {}
    ecrits = [_ecrire(p, lues, campagne=campagne, now=now, today=today) for p in personnes_a_rappeler(today)]
    campagnes = sum(e == Envoi.Genre.CAMPAGNE for e in ecrits)
    return f"{len(ecrits) - ecrits.count('')} rappels, dont {campagnes} de campagne, {rendues} activités rendues"


def personnes_a_rappeler(today: date) -> Iterator[Personne]:
    """Yield those who may be written to this week: members, then administrators, whom the others' mails concern.

    Neither those who want none, nor the addresses that receive nothing, nor whoever has had this week's.
    """
    administre = Exists(Federation.objects.filter(administrateurs__utilisateur=OuterRef("pk")))
    comptes = (
        Utilisateur.objects.filter(is_active=True)
        .filter(Exists(Membre.objects.filter(utilisateur=OuterRef("pk"))) | Q(administre))
        .exclude(Exists(Desabonnement.objects.filter(utilisateur=OuterRef("pk"))))
        .exclude(Exists(AdresseRefusee.objects.filter(courriel=OuterRef("courriel"))))
        .exclude(Exists(Envoi.objects.filter(utilisateur=OuterRef("pk"), semaine=lundi_de(today))))
        .annotate(administre=administre)
        .order_by("administre", "pk")
    )
    for compte in comptes:
        structures = list(mes_structures(compte).order_by("nom_plie", "pk"))
        federations = list(Federation.objects.administered_by(compte)) if compte.administre else []
        if structures or federations:
            yield Personne(compte, structures, federations)


def lire(structures: list[Structure], today: date) -> Matiere:
    """Read once what waits in these structures."""
    offres = list(de_mes_structures(structures).filter(etat=Etat.PUBLIE).exclude(fin__lt=today))
    return Matiere(a_faire(structures, today), menacees(offres, today), offres)


def _ecrire(
    personne: Personne,
    lues: dict[frozenset[int], Matiere],
    *,
    campagne: Campagne | None,
    now: datetime,
    today: date,
) -> str:
    """Write one person's mail, its warnings with it, and return its kind; "" when there is nothing to say."""
    qui = personne.utilisateur
    structures = list(personne.structures)
    cle = frozenset(s.pk for s in structures)
    if cle not in lues:
        lues[cle] = lire(structures, today)
    matiere = lues[cle]
    envois = Envoi.objects.filter(utilisateur=qui)
    if campagne and (not matiere.a_confirmer_depuis(campagne.debut) or envois.filter(campagne=campagne.cle).exists()):
        campagne = None
    dernier = envois.aggregate(m=Max("cree_a"))["m"] or now - SEMAINE
    sections = sections_de(
        personne, matiere, campagne=campagne, depuis=max(dernier, now - OUBLI_DES_CHANGEMENTS), now=now, today=today
    )
    if not sections:
        return ""
    genre = Envoi.Genre.CAMPAGNE if campagne else Envoi.Genre.RESUME
    url = settings.SITE_URL + reverse("espace:rappels_lien", args=[jeton_de_rappels(qui)])
    try:
        with transaction.atomic():
            Envoi.objects.create(
                utilisateur=qui,
                genre=genre,
                semaine=lundi_de(today),
                campagne=campagne.cle if campagne else "",
                cree_a=now,
            )
            ecrire_courriel(
                a=qui.courriel,
                sujet=sujet_de(sections, campagne),
                texte=texte_de(personne, sections, campagne=campagne, url_arreter=url),
                now=now,
                pas_avant=datetime.combine(today, AU_MATIN, tzinfo=PARIS),
                entetes={"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
            )
            avertir(matiere.menacees, now=now)
    except IntegrityError:
        return ""  # another run has just written it
    return genre
