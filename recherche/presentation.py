"""Rows as the templates show them: cards and their reasons. Templates never query."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, QuerySet

from ateliers.models import Offre
from ateliers.nomenclature import (
    ACCES,
    FORMES,
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
from recherche.queries import Trouvee, prochaine_seance
from structures.horaires import en_francais, etat, heure, jour_en_francais
from structures.models import Fermeture, Lieu
from structures.nomenclature import Nature
from structures.typologies import libelle

NBSP = "\u00a0"
# Freshness, in days: colours and words change together.
FRAIS, MOYEN = 92, 183
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


@dataclass(frozen=True, slots=True)
class LigneActivite:
    uid: str
    url: str
    nom: str
    pourquoi: list[Raison]
    prochaine: str
    dispo: LigneDispo | None
    conditions: list[str]
    apporter: list[str]
    a_preciser: bool


@dataclass(slots=True)
class CarteLieu:
    uid: str
    url: str
    nom: str
    nature: str
    nature_label: str
    adresse: str
    distance: str
    hors_territoire: str
    telephone: str
    telephone_href: str
    verifie: str
    verifie_age: str
    etat_texte: str
    activites: list[LigneActivite] = field(default_factory=list)
    autres: int = 0
    numero: int | None = None


def distance_en_francais(km: float | None) -> str:
    """Return « 850 m », « 1,6 km », « 12 km »; "" when there is no distance."""
    if km is None:
        return ""
    if km < 0.95:
        return f"{max(50, round(km * 20) * 50)}{NBSP}m"
    return (f"{km:.1f}".replace(".", ",") if km < 9.95 else f"{km:.0f}") + f"{NBSP}km"


def date_courte(jour: date, today: date) -> str:
    """Return « 12 novembre », with the year when it is another one."""
    return jour_en_francais(jour, date.min).split(" ", 1)[1].removesuffix(f" {today.year}")


def verifie_en_francais(verifie_le: date | None, today: date) -> tuple[str, str]:
    """Return the sentence and its age: recent (≤ 3 months), moyen (≤ 6), ancien, jamais."""
    if verifie_le is None:
        return "Jamais vérifié", "jamais"
    jours = (today - verifie_le).days
    age = "recent" if jours <= FRAIS else "moyen" if jours <= MOYEN else "ancien"
    quand = {0: "aujourd’hui", 1: "hier"}.get(jours) or f"le {date_courte(verifie_le, today)}"
    return f"Vérifié {quand}", age


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
    themes = THEMES.labels(offre.themes & themes_demandes) + THEMES.labels(offre.themes & ~themes_demandes)
    raisons = [Raison(t, fort=bool(themes_demandes) and i == 0) for i, t in enumerate(themes[:2])]
    raisons += [Raison(p, fort=True) for p in POSTURES.labels(offre.postures)[:1]]
    if offre.mode != Mode.SUR_PLACE:
        raisons.append(Raison(Mode(offre.mode).label.lower(), fort=True))
    raisons += [Raison(f) for f in FORMES.labels(offre.formes)[:1]]
    if offre.acces & ACCES["sans_rdv"].masque:
        raisons.append(Raison("sans rendez-vous", fort=True))
    elif offre.acces:
        raisons.append(Raison(ACCES.labels(offre.acces)[0].lower()))
    if phrase := en_francais(regle_de(offre)):
        raisons.append(Raison(phrase[0].lower() + phrase[1:], fort=True))
    if offre.tarif:
        raisons.append(Raison(TARIFS[Tarif(offre.tarif)]))
    if offre.publics and not offre.publics & PUBLICS["tous"].masque:
        raisons.append(Raison("pour " + ", ".join(p.lower() for p in PUBLICS.labels(offre.publics)[:2])))
    return raisons


def ligne_activite(
    offre: Offre, *, now: datetime, prochaine: datetime | None = None, themes_demandes: int = 0
) -> LigneActivite:
    """Return one activity as a card shows it."""
    today = now.astimezone(PARIS).date()
    texte = ""
    if prochaine is not None:
        local = prochaine.astimezone(PARIS)
        texte = (
            "en ce moment"
            if prochaine <= now
            else f"prochaine séance {jour_en_francais(local.date(), today)}, {heure(local)}"
        )
    return LigneActivite(
        uid=offre.uid,
        url=offre.get_absolute_url(),
        nom=offre.nom,
        pourquoi=pourquoi(offre, themes_demandes),
        prochaine=texte,
        dispo=dispo_en_francais(offre, today),
        conditions=conditions_de(offre),
        apporter=papiers_de(offre),
        a_preciser=offre.a_preciser,
    )


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
    raison = f" ({e.motif})" if e.motif else ""
    if e.prochaine is None:
        return False, f"Fermé{raison}"
    local = e.prochaine.astimezone(PARIS)
    quand = "" if local.date() == today else f"{jour_en_francais(local.date(), today)} "
    return False, f"Fermé{raison} · ouvre {quand}à {heure(local)}"


def hors_territoire(lieu: Lieu) -> str:
    """Return « Hors Val-de-Marne » for a place outside the départements of its federation."""
    federation = lieu.structure.federation
    if not federation.departements or lieu.commune.departement in federation.departements:
        return ""
    return f"Hors {federation.territoire}"


def carte_du_lieu(lieu: Lieu, *, now: datetime, km: float | None = None) -> CarteLieu:
    """Return a place as a card, without its activities."""
    today = now.astimezone(PARIS).date()
    telephone, href = telephone_de(lieu.telephone, lieu.structure.telephone)
    verifie, age = verifie_en_francais(lieu.verifie_le, today)
    return CarteLieu(
        uid=lieu.uid,
        url=lieu.get_absolute_url(),
        nom=lieu.nom,
        nature=lieu.structure.nature,
        nature_label=nature_en_francais(lieu),
        adresse=f"{lieu.adresse}, {lieu.commune.nom}",
        distance=distance_en_francais(km),
        hors_territoire=hors_territoire(lieu),
        telephone=telephone,
        telephone_href=href,
        verifie=verifie,
        verifie_age=age,
        etat_texte=etat_du_lieu(lieu, now=now)[1],
    )


def carte_a_distance(offre: Offre, *, now: datetime) -> CarteLieu:
    """Return the structure behind an activity that has no place, as a card."""
    today = now.astimezone(PARIS).date()
    telephone, href = telephone_de(offre.telephone, offre.structure.telephone)
    verifie, age = verifie_en_francais(offre.verifie_le, today)
    return CarteLieu(
        uid=offre.uid,
        url=offre.get_absolute_url(),
        nom=offre.structure.nom,
        nature=offre.structure.nature,
        nature_label=Nature(offre.structure.nature).label,
        adresse=Mode(offre.mode).label,
        distance="",
        hors_territoire="",
        telephone=telephone,
        telephone_href=href,
        verifie=verifie,
        verifie_age=age,
        etat_texte="",
    )


def nature_en_francais(lieu: Lieu) -> str:
    """Return what a place is: its own type for a partner, the nature of its structure for the network."""
    nature = lieu.structure.nature
    if nature in (Nature.CENTRE, Nature.EVS) or not lieu.typologies:
        return Nature(nature).label
    return libelle(lieu.typologies[0])


def offres_a_montrer(ids: list[int], *, now: datetime) -> dict[int, Offre]:
    """Load activities with all that a card reads, by id: two queries whatever their number."""
    offres = (
        Offre.objects.filter(pk__in=ids)
        .select_related("structure", "lieu__structure__federation", "lieu__commune")
        .annotate(prochaine=prochaine_seance(now))
        .prefetch_related(fermetures_utiles(now))
    )
    return {o.pk: o for o in offres}


def fermetures_utiles(now: datetime, prefixe: str = "lieu__") -> Prefetch:
    """Prefetch the closures that may still matter."""
    hier = now.astimezone(PARIS).date() - timedelta(days=1)
    lignes: QuerySet[Fermeture] = Fermeture.objects.filter(fin__gte=hier)
    return Prefetch(f"{prefixe}fermetures", queryset=lignes)


def titre_des_resultats(lieux: int, activites: int) -> str:
    """Return « 9 lieux, 12 activités »."""
    if not activites:
        return "Aucun lieu"
    if not lieux:
        return accord(activites, "activité")
    return f"{accord(lieux, 'lieu', 'lieux')}, {accord(activites, 'activité')}"


ACTIVITES_PAR_CARTE = 4


def cartes(
    groupes: list[tuple[int, tuple[Trouvee, ...]]],
    offres: dict[int, Offre],
    *,
    now: datetime,
    premier_numero: int = 1,
    themes_demandes: int = 0,
) -> list[CarteLieu]:
    """Return numbered cards in the order given; what is beyond four activities is counted."""
    resultat = []
    for numero, (_, trouvees) in enumerate(groupes, start=premier_numero):
        lieu = offres[trouvees[0].offre_id].lieu
        if lieu is None:
            continue
        carte = carte_du_lieu(lieu, now=now, km=trouvees[0].km)
        carte.numero = numero
        montrees = [offres[t.offre_id] for t in trouvees[:ACTIVITES_PAR_CARTE]]
        carte.activites = [
            ligne_activite(o, now=now, prochaine=o.prochaine, themes_demandes=themes_demandes)  # type: ignore[attr-defined]
            for o in montrees
        ]
        carte.autres = len(trouvees) - len(montrees)
        resultat.append(carte)
    return resultat
