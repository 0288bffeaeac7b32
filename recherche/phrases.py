"""What a row says in French: distance, freshness, room, conditions, reasons. No query, no clock of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from ateliers.fraicheur import age_de
from ateliers.models import Offre, Seance
from ateliers.nomenclature import (
    ACCES,
    FORMES,
    METIERS,
    PAPIERS,
    POSTURES,
    PUBLICS,
    RESERVES,
    SANS_PLACE,
    THEMES,
    Dispo,
    Mode,
    Tarif,
)
from ateliers.seances import regle_de, regle_du_lieu
from core.textes import accord
from core.travailleur import PARIS
from structures.horaires import Regle, date_en_francais, en_francais, etat, heure, jour_en_francais
from structures.models import Lieu
from structures.nomenclature import Nature
from structures.typologies import GROUPES

NBSP = "\u00a0"


# « Emploi » says more of an activity than « ordinateur »: the theme by which it is filed and told first.
THEMES_PAR_PRECISION = (
    "emploi",
    "scolarite",
    "parentalite",
    "francais",
    "creation",
    "programmation",
    "sante",
    "ia",
    "equipement",
    "courrier",
    "droits",
    "demarches",
    "securite",
    "acces",
    "bureautique",
    "bases",
)


NON_VERIFIE = f"Non vérifié depuis plus d’un an{NBSP}: appelez avant d’y aller"


TARIFS = {
    Tarif.GRATUIT: "gratuit",
    Tarif.ADHESION: "gratuit avec l’adhésion",
    Tarif.PARTICIPATION: "participation demandée",
    Tarif.QUOTIENT: "selon le quotient familial",
}


@dataclass(frozen=True, slots=True)
class Raison:
    texte: str
    fort: bool = False


@dataclass(frozen=True, slots=True)
class LigneDispo:
    """Room in words; `code` is place, attente, complet, doute or note."""

    code: str
    texte: str
    dit: str = ""


def distance_en_francais(km: float | None) -> str:
    """Return « 850 m », « 1,6 km », « 12 km »; "" when there is no distance."""
    if km is None:
        return ""
    if km < 0.01:
        return ""  # the same door
    if km < 0.95:
        return f"{max(50, round(km * 20) * 50)}{NBSP}m"
    return (f"{km:.1f}".replace(".", ",") if km < 9.95 else f"{km:.0f}") + f"{NBSP}km"


def date_courte(jour: date, today: date) -> str:
    """Return « 12 novembre », with the year when it is another one."""
    return date_en_francais(jour, annee=jour.year != today.year)


def verifie_en_francais(verifie_le: date | None, today: date) -> tuple[str, str]:
    """Return the sentence and its age (`fraicheur.age`): words and colours change together."""
    code = age_de(verifie_le, today)
    if verifie_le is None:
        return "Jamais vérifié", code
    if code == "perime":
        return NON_VERIFIE, code
    quand = {0: "aujourd’hui", 1: "hier"}.get((today - verifie_le).days) or f"le {date_courte(verifie_le, today)}"
    return f"Vérifié {quand}", code


def dispo_en_francais(offre: Offre, today: date) -> LigneDispo | None:
    """Return what is said of room, by the grain of its nature; doubtful is said « à vérifier »."""
    if not offre.dispo or offre.dispo_le is None:
        return LigneDispo("note", offre.dispo_note) if offre.dispo_note else None
    jours = (today - offre.dispo_le).days
    dit = "dit " + ({0: "aujourd’hui", 1: "hier"}.get(jours) or f"le {date_courte(offre.dispo_le, today)}")
    texte = Dispo(offre.dispo).label
    if offre.dispo_jusqu_au:
        jour = date_courte(offre.dispo_jusqu_au, today)
        texte = f"Complet jusqu’au {jour}" if offre.dispo == Dispo.COMPLET else f"{texte}, reprise le {jour}"
    elif offre.en_cours_d_annee and offre.dispo == Dispo.OUVERTES:
        texte += ", on peut arriver en cours d’année"
    if offre.dispo_douteuse(today):
        return LigneDispo("doute", f"À vérifier : {texte[0].lower()}{texte[1:]}".replace(" :", f"{NBSP}:"), dit)
    if offre.dispo in SANS_PLACE:
        code = "complet"
    elif offre.dispo in (Dispo.ATTENTE, Dispo.PLUS_UN_MOIS):
        code = "attente"
    else:
        code = "place"
    return LigneDispo(code, texte, dit)


def note_de_seance(seance: Seance, today: date, *, breve: bool = False) -> str:
    """Return what to know of a session: it was moved, who receives instead of the usual person, its note.

    The brief one, for a line of a list or of a sheet, leaves out the note and the first hour.
    """
    morceaux = []
    if seance.statut == Seance.Statut.DEPLACEE:
        prevu = datetime.fromisoformat(seance.origine)
        quand = "" if breve else f", prévue d’abord {jour_en_francais(prevu.date(), today)} à {heure(prevu)}"
        morceaux.append(f"déplacée{quand}")
    if seance.remplacement:
        # The list says « Écrivain·e public·que »: every function takes « un·e ».
        morceaux.append(f"remplacé·e par un·e {METIERS[seance.remplacement].label.lower()}")
    if not breve and seance.note:
        morceaux.append(seance.note)
    return " · ".join(morceaux)


def prochaine_en_francais(prochaine: datetime | None, changees: Sequence[Seance], now: datetime) -> str:
    """Return the next session of a card, with what somebody changed of it, and the cancelled one that came before.

    `changees` are the altered sessions to come: one cancelled within a week is said, since it was announced.
    """
    today = now.astimezone(PARIS).date()
    texte, avant = "", now + timedelta(days=7)
    if prochaine is not None:
        local, avant = prochaine.astimezone(PARIS), min(avant, prochaine)
        texte = (
            "en ce moment"
            if prochaine <= now
            else f"prochaine séance {jour_en_francais(local.date(), today)}, {heure(local)}"
        )
    tenue = next((s for s in changees if s.statut != Seance.Statut.ANNULEE and s.debut == prochaine), None)
    if tenue is not None:
        texte = f"{texte} ({note_de_seance(tenue, today, breve=True)})"
    # The first one is enough: somebody may have been told to come that day.
    annulee = next((s for s in changees if s.statut == Seance.Statut.ANNULEE and now < s.debut < avant), None)
    if annulee is not None:
        dit = f"pas de séance {jour_en_francais(annulee.debut.astimezone(PARIS).date(), today)} : annulée"
        return f"{dit} ; {texte}" if texte else dit
    return texte


def reserve_en_francais(offre: Offre) -> list[str]:
    """Return who may come, one sentence a condition; an audience is not a condition."""
    phrases = []
    for code, label in zip(RESERVES.codes(offre.reserves), RESERVES.labels(offre.reserves), strict=True):
        if code == "commune" and offre.reserve_detail:
            phrases.append(f"Réservé aux habitants : {offre.reserve_detail}".replace(" :", f"{NBSP}:"))
        elif code == "commune" and offre.lieu:
            phrases.append(f"Réservé aux habitants {de_la_commune(offre.lieu.commune.nom)}")
        elif code == "orientation":
            phrases.append("Sur orientation d’un professionnel")
        elif code == "autorisation_parentale":
            phrases.append("Autorisation des parents pour les mineurs")
        else:
            phrases.append(f"Réservé aux {label}")
    if offre.reserve_detail and "commune" not in RESERVES.codes(offre.reserves):
        phrases.append(offre.reserve_detail)
    return phrases


def de_la_commune(nom: str) -> str:
    """Return a commune's name after « de » (« d’Ivry », « du Perreux », « de L’Haÿ-les-Roses »)."""
    if nom.startswith("Le "):
        return f"du {nom[3:]}"
    if nom.startswith("Les "):
        return f"des {nom[4:]}"
    return f"d’{nom}" if nom[0] in "AEIOUYÉÈÊÎ" else f"de {nom}"


def a_la_commune(nom: str) -> str:
    """Return a commune's name after « à » (« à Ivry », « au Perreux », « à L’Haÿ-les-Roses »)."""
    if nom.startswith("Le "):
        return f"au {nom[3:]}"
    return f"aux {nom[4:]}" if nom.startswith("Les ") else f"à {nom}"


def conditions_de(offre: Offre) -> list[str]:
    """Return what is required before the trip: who may come, age, what it costs beyond one word."""
    phrases = reserve_en_francais(offre)
    if ages := ages_en_francais(offre):
        phrases.append(ages)
    if offre.tarif == Tarif.ADHESION and offre.tarif_detail:
        phrases.append(f"Adhésion : {offre.tarif_detail}".replace(" :", f"{NBSP}:"))
    elif offre.tarif_detail and offre.tarif != Tarif.GRATUIT:
        phrases.append(offre.tarif_detail)
    return phrases


def ages_en_francais(offre: Offre) -> str:
    """Return « De 8 à 12 ans », « À partir de 60 ans », or ""."""
    match offre.age_min, offre.age_max:
        case None, None:
            return ""
        case None, maxi:
            return f"Jusqu’à {maxi}{NBSP}ans"
        case mini, None:
            return f"À partir de {mini}{NBSP}ans"
        case mini, maxi:
            return f"De {mini} à {maxi}{NBSP}ans"


def pourquoi(offre: Offre, themes_demandes: int = 0) -> list[Raison]:
    """Return why an activity is on a card: need, posture, form, access, hours, cost."""
    # What was asked for comes first; two themes are enough on a card.
    themes = themes_en_francais(offre.themes & themes_demandes) + themes_en_francais(offre.themes & ~themes_demandes)
    raisons = [Raison(t, fort=bool(themes_demandes) and i == 0) for i, t in enumerate(themes[:2])]
    raisons += [Raison(p, fort=True) for p in POSTURES.labels(offre.postures)[:1]]
    if offre.mode != Mode.SUR_PLACE:
        raisons.append(Raison(Mode(offre.mode).label.lower(), fort=True))
    raisons += [Raison(f) for f in FORMES.labels(offre.formes)[:1]]
    if offre.acces & ACCES["sans_rdv"].masque:
        raisons.append(Raison("sans rendez-vous", fort=True))
    elif offre.acces:
        raisons.append(Raison(ACCES.labels(offre.acces)[0].lower()))
    if phrase := horaires_courts(offre):
        raisons.append(Raison(phrase, fort=True))
    if offre.tarif:
        raisons.append(Raison(TARIFS[Tarif(offre.tarif)]))
    if offre.publics and not offre.publics & PUBLICS["tous"].masque:
        raisons.append(Raison("pour " + ", ".join(p.lower() for p in PUBLICS.labels(offre.publics)[:2])))
    return raisons


def themes_en_francais(masque: int) -> list[str]:
    """Return the labels of themes, the most telling first."""
    return [THEMES[c].label for c in THEMES_PAR_PRECISION if masque & THEMES[c].masque]


def horaires_courts(offre: Offre) -> str:
    """Return the rule as a card says it: no period, and bank holidays go without saying."""
    return _horaires_courts(replace(regle_de(offre), periode_debut=None, periode_fin=None))


@lru_cache(maxsize=2048)
def _horaires_courts(regle: Regle) -> str:
    phrase = en_francais(regle)
    for inutile in (", hors jours fériés", " et jours fériés"):
        phrase = phrase.replace(inutile, "")
    return phrase[:1].lower() + phrase[1:]


def papiers_de(offre: Offre) -> list[str]:
    """Return the papers to bring, « rien de particulier » left out."""
    autres = [offre.papiers_autres] if offre.papiers_autres else []
    return PAPIERS.labels(offre.papiers & ~PAPIERS["rien"].masque) + autres


def telephone_de(*candidats: object) -> tuple[str, str]:
    """Return the first number as (display, tel: link), or two empty strings."""
    for numero in candidats:
        if numero:
            if not numero.is_valid():  # type: ignore[attr-defined]
                return str(numero), f"tel:{numero}"
            return numero.as_national.replace(" ", NBSP), f"tel:{numero.as_e164}"  # type: ignore[attr-defined]
    return "", ""


def etat_du_lieu(lieu: Lieu, *, now: datetime) -> tuple[bool | None, str]:
    """Return whether a place is open and the sentence that says it; (None, "") when its hours are not known."""
    if not lieu.horaires:
        return None, ""
    e = etat(regle_du_lieu(lieu), now)
    today = now.astimezone(PARIS).date()
    if e.ouvert is None:
        return None, "Horaires à confirmer"
    if e.ouvert:
        return True, f"Ouvert · ferme à {heure(e.fin.astimezone(PARIS))}" if e.fin else "Ouvert"
    # The reason is a whole phrase: « fermé pour la Toussaint ».
    raison = e.motif[0].upper() + e.motif[1:] if e.motif else "Fermé"
    if e.prochaine is None:
        return False, raison
    local = e.prochaine.astimezone(PARIS)
    quand = "" if local.date() == today else f"{jour_en_francais(local.date(), today)} "
    return False, f"{raison} · ouvre {quand}à {heure(local)}"


def hors_territoire(lieu: Lieu) -> str:
    """Return « Hors Val-de-Marne » for a place outside the départements of its federation."""
    federation = lieu.structure.federation
    if not federation.departements or lieu.commune.departement in federation.departements:
        return ""
    return f"Hors {federation.territoire}"


def nature_en_francais(lieu: Lieu) -> str:
    """Return what a place is: its own type for a partner, the nature of its structure for the network."""
    nature = lieu.structure.nature
    if nature in (Nature.CENTRE, Nature.EVS) or not lieu.groupes:
        return Nature(nature).label
    return GROUPES.labels(lieu.groupes)[0]


def titre_des_resultats(lieux: int, activites: int) -> str:
    """Return « 9 lieux, 12 activités »."""
    if not activites:
        return "Aucun lieu"
    if not lieux:
        return accord(activites, "activité")
    return f"{accord(lieux, 'lieu', 'lieux')}, {accord(activites, 'activité')}"
