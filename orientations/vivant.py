"""The living page of a QR code: what the paper says, as it is today. What was once published always answers."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import takewhile

from django.db.models import QuerySet
from django.utils.translation import gettext

from ateliers.models import Offre, Seance
from ateliers.nomenclature import SANS_PLACE, Dispo
from core.travailleur import PARIS
from orientations import mots
from orientations.langues import FRANCAIS, Langue, date_entiere, en_langue, jour
from orientations.lignes import (
    Contexte,
    Ligne,
    details,
    lignes,
    phrase_seance,
    prochaines_seances,
    verifie,
)
from orientations.papier import en_rangs, pas_relue
from orientations.rangs import Colonne, Rang
from recherche.presentation import fermetures_utiles
from recherche.proches import Proche, offres_proches
from structures import cycle
from structures.nomenclature import GenreFermeture

ATTENTE = (Dispo.ATTENTE, Dispo.PLUS_UN_MOIS)
FERMETURES = timedelta(days=60)
RENVOIS_MAX = 10
PROCHES = 3


@dataclass(slots=True)
class PageVivante:
    uid: str
    nom: str
    url: str
    langue: Langue
    langues: list[Langue]
    alertes: list[Rang]
    rangs: list[Rang]
    sinon_titre: list[Colonne] = field(default_factory=list)
    sinon: list[Proche] = field(default_factory=list)
    pied: list[Colonne] = field(default_factory=list)
    non_relue: list[Colonne] = field(default_factory=list)
    agenda: list[Colonne] = field(default_factory=list)


def offre_du_papier(uid: str, *, now: datetime) -> tuple[Offre | None, bool]:
    """Return the activity behind a code, and whether it was merged into another one; (None, …) when there is none."""
    offres: QuerySet[Offre] = Offre.objects.select_related(
        "structure__federation", "lieu__structure", "lieu__commune", "fusionne_dans"
    ).prefetch_related(fermetures_utiles(now))
    offre = offres.filter(uid=uid).first()
    renvois = 0
    while offre and offre.fusionne_dans_id and renvois < RENVOIS_MAX:
        offre = offres.filter(pk=offre.fusionne_dans_id).first()
        renvois += 1
    return offre, renvois > 0


def fut_publiee(uid: str) -> bool:
    """Tell whether paper may be around: an activity that is a draft again, or erased, was once published."""
    return Offre.history.filter(uid=uid).exclude(etat=cycle.Etat.BROUILLON).exists()


def vivant(offre: Offre, langue: Langue, *, fusionnee: bool, now: datetime) -> PageVivante:
    """Return the page of a published, suspended, closed or merged activity."""
    langues = list(dict.fromkeys([langue, FRANCAIS]))
    contextes = [Contexte(offre, prochaines_seances(offre, now=now), une, now) for une in langues]
    disparue = bool(raison_de_disparaitre(contextes[0]))
    proches = offres_proches(offre, now=now)[:PROCHES] if disparue or sans_place(contextes[0]) else []
    rangs = [] if disparue else en_rangs(contextes, lignes) + en_rangs(contextes, details)
    return PageVivante(
        uid=offre.uid,
        nom=offre.nom,
        url=offre.get_absolute_url(),
        langue=langue,
        langues=langues,
        alertes=en_rangs(contextes, lambda c: alertes(c, fusionnee=fusionnee)),
        rangs=rangs,
        sinon_titre=_titres_sinon(langues, disparue=disparue) if proches else [],
        sinon=proches,
        pied=[_pied(c) for c in contextes],
        non_relue=pas_relue(langue),
        agenda=_titres_agenda(langues) if contextes[0].seances and not disparue else [],
    )


def raison_de_disparaitre(c: Contexte) -> str:
    """Return why there is nothing left to come to, in the language spoken at that moment; "" when there is."""
    offre, lieu = c.offre, c.offre.lieu
    if cycle.CYCLE[offre.etat].page == "disparu" or offre.structure.archivee_le is not None:
        return gettext("Cette activité n’existe plus.")
    if offre.fin and offre.fin < c.today:
        return gettext("Cette activité s’est terminée le %(jour)s.") % {"jour": date_entiere(offre.fin, c.langue)}
    if lieu and (cycle.CYCLE[lieu.etat].page == "disparu" or lieu.structure.archivee_le is not None):
        return gettext("Ce lieu n’existe plus.")
    return ""


def sans_place(c: Contexte) -> bool:
    return (c.offre.dispo in SANS_PLACE and not c.offre.dispo_douteuse(c.today)) or bool(_suspendu_jusqu_au(c))


def _suspendu_jusqu_au(c: Contexte) -> date | None:
    jours = [
        objet.suspendu_jusqu_au
        for objet in (c.offre, c.offre.lieu)
        if objet and objet.etat == cycle.Etat.SUSPENDU and objet.suspendu_jusqu_au
    ]
    return max((j for j in jours if j > c.today), default=None)


def alertes(c: Contexte, *, fusionnee: bool = False) -> list[Ligne]:
    """Return what has changed since the paper, the worst first; each is one line with its own sign."""
    if disparue := _disparue(c):
        return disparue
    trouvees = []
    if fusionnee:
        trouvees.append(Ligne("fusionnee", "info", "", [gettext("Votre activité est maintenant regroupée ici.")]))
    trouvees += _suspendue(c) + _changees(c.seances, c)
    trouvees += [Ligne("remplacee", "user-round", "", [_remplacement(s, c)]) for s in c.seances if s.remplacement]
    return trouvees + _fermetures(c, c.today + FERMETURES) + _dispo(c)


def empechement(c: Contexte) -> Ligne | None:
    """Return the one thing, the worst, that a short message says before the session that it names; None: nothing.

    What happens after that session is left to the page that the message leads to.
    """
    annulees = list(takewhile(lambda s: s.statut == Seance.Statut.ANNULEE, c.seances))
    nommee = c.seances[len(annulees)] if len(annulees) < len(c.seances) else None
    horizon = nommee.debut.astimezone(PARIS).date() if nommee else c.today + FERMETURES
    place = _dispo(c)
    dites = _disparue(c) + _suspendue(c) + [ligne for ligne in place if ligne.code == "complet"]
    dites += _fermetures(c, horizon) + _changees(annulees, c) + [ligne for ligne in place if ligne.code == "attente"]
    return dites[0] if dites else None


def a_dire_avant(offre: Offre, *, now: datetime) -> list[Ligne]:
    """Return, in French, what somebody must know before they hand this paper over: full, closed, cancelled, gone."""
    with en_langue(FRANCAIS):
        toutes = alertes(Contexte(offre, prochaines_seances(offre, now=now), FRANCAIS, now))
    return [ligne for ligne in toutes if ligne.code != "place"]  # that there is room stops nobody


def _disparue(c: Contexte) -> list[Ligne]:
    raison = raison_de_disparaitre(c)
    return [Ligne("disparue", "ban", "", [raison])] if raison else []


def _suspendue(c: Contexte) -> list[Ligne]:
    suspendu = _suspendu_jusqu_au(c)
    if suspendu is None:
        return []
    texte = gettext("C’est fermé jusqu’au %(jour)s.") % {"jour": jour(suspendu, c.langue, c.today)}
    return [Ligne("suspendue", "clock-alert", "", [texte])]


def _changees(seances: list[Seance], c: Contexte) -> list[Ligne]:
    """Return the sessions that are cancelled, or moved."""
    return [
        Ligne("annulee", "ban", "", [texte], [s.note] if s.note else [])
        for s in seances
        if (texte := _seance_changee(s, c))
    ]


def _seance_changee(s: Seance, c: Contexte) -> str:
    prevue = datetime.fromisoformat(s.origine).date()
    if s.statut == Seance.Statut.ANNULEE:
        return gettext("La séance du %(jour)s est annulée.") % {"jour": jour(prevue, c.langue, c.today)}
    if s.statut == Seance.Statut.DEPLACEE:
        return gettext("La séance du %(jour)s a changé. Venez : %(nouvelle)s.") % {
            "jour": jour(prevue, c.langue, c.today),
            "nouvelle": phrase_seance(s, c),
        }
    return ""


def _remplacement(s: Seance, c: Contexte) -> str:
    """Return « Jeudi 3 décembre : Un bénévole vous reçoit. »."""
    quand = jour(s.debut.astimezone(PARIS).date(), c.langue, c.today)
    return gettext("%(jours)s : %(heures)s") % {
        "jours": quand[:1].upper() + quand[1:],
        "heures": gettext(mots.METIERS[s.remplacement]),
    }


def _fermetures(c: Contexte, horizon: date) -> list[Ligne]:
    """Return the closures that begin by then: the rule gives no session on those days, and the paper may name one."""
    trouvees = []
    annoncees = c.offre.lieu.fermetures.all() if c.offre.lieu else []
    for f in sorted(annoncees, key=lambda f: (f.debut, f.pk)):
        if f.genre != GenreFermeture.FERMETURE or f.fin < c.today or f.debut > horizon:
            continue
        if f.debut == f.fin:
            texte = gettext("Le lieu est fermé le %(jour)s.") % {"jour": jour(f.debut, c.langue, c.today)}
        else:
            texte = gettext("Le lieu est fermé du %(debut)s au %(fin)s.") % {
                "debut": jour(f.debut, c.langue, c.today),
                "fin": jour(f.fin, c.langue, c.today),
            }
        trouvees.append(Ligne("fermee", "clock-alert", "", [texte], [f.motif] if f.motif else []))
    return trouvees


def _dispo(c: Contexte) -> list[Ligne]:
    """Return what is said of room, when it still counts; a doubt is not worth a sentence to somebody who comes."""
    o = c.offre
    if not o.dispo or o.dispo_douteuse(c.today):
        return []
    phrases = [gettext(mots.DISPOS[o.dispo])]
    if o.dispo_jusqu_au:
        phrases.append(gettext("Cela change le %(jour)s.") % {"jour": jour(o.dispo_jusqu_au, c.langue, c.today)})
    if o.dispo in SANS_PLACE:
        return [Ligne("complet", "ban", "", phrases)]
    return [Ligne("attente" if o.dispo in ATTENTE else "place", "info", "", phrases)]


def _titres_sinon(langues: list[Langue], *, disparue: bool) -> list[Colonne]:
    colonnes = []
    for langue in langues:
        with en_langue(langue):
            titre = gettext("Voici ce qui est le plus près :") if disparue else gettext("Sinon, près d’ici :")
            colonnes.append(Colonne(langue, titre, []))
    return colonnes


def _titres_agenda(langues: list[Langue]) -> list[Colonne]:
    colonnes = []
    for langue in langues:
        with en_langue(langue):
            colonnes.append(Colonne(langue, gettext("Ajouter à mon agenda"), []))
    return colonnes


def _pied(c: Contexte) -> Colonne:
    with en_langue(c.langue):
        aujourdhui = gettext("Page à jour le %(jour)s.") % {"jour": date_entiere(c.today, c.langue)}
        return Colonne(c.langue, "", [verifie(c), aujourdhui])


def disparition(langue: Langue, *, now: datetime) -> PageVivante:
    """Return the page of what was published once and is no longer shown: words, and no detail."""
    langues = list(dict.fromkeys([langue, FRANCAIS]))
    colonnes = []
    for une in langues:
        with en_langue(une):
            colonnes.append(Colonne(une, "", [gettext("Cette activité n’existe plus.")]))
    today = now.astimezone(PARIS).date()
    pied = []
    for une in langues:
        with en_langue(une):
            pied.append(Colonne(une, "", [gettext("Page à jour le %(jour)s.") % {"jour": date_entiere(today, une)}]))
    return PageVivante(
        "", "", "", langue, langues, [Rang("disparue", "ban", colonnes, [])], [], pied=pied, non_relue=pas_relue(langue)
    )
