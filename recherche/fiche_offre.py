"""The page of an activity, as one value ready to show."""

from dataclasses import dataclass
from datetime import date, datetime

from ateliers.models import Offre, Seance
from ateliers.nomenclature import (
    ACCES,
    FORMES,
    LANGUES,
    METIERS,
    NIVEAUX,
    POSTURES,
    PUBLICS,
    Appareil,
    Mode,
    Tarif,
)
from ateliers.nomenclature import Nature as NatureOffre
from ateliers.prudence import mots_de_passe
from ateliers.seances import regle_de
from core.textes import accord
from core.travailleur import PARIS
from recherche.fiches import (
    Phrase,
    est_brouillon,
    lien_web,
    suspendu_en_francais,
    verifie_detail_en_francais,
)
from recherche.phrases import (
    NBSP,
    TARIFS,
    LigneDispo,
    a_la_commune,
    ages_en_francais,
    date_courte,
    dispo_en_francais,
    note_de_seance,
    papiers_de,
    reserve_en_francais,
    telephone_de,
    themes_en_francais,
    verifie_en_francais,
)
from recherche.proches import Proche, offres_proches
from structures import cycle
from structures.horaires import en_francais, heure, jour_en_francais
from structures.models import Commune, Lieu
from structures.nomenclature import ACCESSIBILITES


@dataclass(frozen=True, slots=True)
class Prix:
    texte: str
    detail: str


@dataclass(slots=True)
class FicheOffre:
    uid: str
    nom: str
    url: str
    nature_label: str
    mode_label: str
    postures: list[str]
    aidants_connect: bool
    themes: list[str]
    presentation: str
    lieu: "FicheLieuCourte | None"
    zone: str
    structure_nom: str
    anime_par: str
    finance_par: str
    centre_fournit: str
    horaires_phrase: str
    horaires_source: str
    periode: str
    prochaines: list[Phrase]
    dispo: LigneDispo | None
    acces: list[str]
    tarif: Prix
    reserve: list[str]
    publics: list[str]
    ages: str
    niveaux: list[str]
    forme: list[str]
    langues: list[str]
    papiers: list[str]
    prudence: str
    appareil: str
    capacite: str
    telephone: str
    telephone_href: str
    courriel: str
    inscription_url: str
    qui_recoit: list[str]
    verifie: str
    verifie_age: str
    verifie_detail: str
    disparu: str
    suspendu: str
    brouillon: bool
    a_preciser: bool
    sinon: list[Proche]


@dataclass(frozen=True, slots=True)
class FicheLieuCourte:
    nom: str
    url: str
    adresse_lignes: list[str]
    reconnaitre: str
    arret: str
    fauteuil: bool
    latitude: float
    longitude: float


def fiche_offre(offre: Offre, *, now: datetime) -> FicheOffre:
    """Return the page of an activity, loaded by `views._offre`."""
    today = now.astimezone(PARIS).date()
    lieu = offre.lieu
    telephone, href = telephone_de(
        offre.telephone, *((lieu.telephone, lieu.structure.telephone) if lieu else ()), offre.structure.telephone
    )
    verifie, age = verifie_en_francais(offre.verifie_le, today)
    anime = offre.structure.nom if lieu and offre.structure_id != lieu.structure_id else ""
    finie = cycle.CYCLE[offre.etat].page == "disparu" or offre.structure.archivee_le is not None
    disparu = "Cette activité n’existe plus." if finie else ""
    if not disparu and offre.fin and offre.fin < today:
        disparu = f"Cette activité s’est terminée le {date_courte(offre.fin, today)}."
    if not disparu and lieu and (cycle.CYCLE[lieu.etat].page == "disparu" or lieu.structure.archivee_le is not None):
        disparu = "Le lieu de cette activité n’existe plus."
    dispo = dispo_en_francais(offre, today)
    if not disparu and dispo and offre.dispo_note and dispo.texte != offre.dispo_note:
        dispo = LigneDispo(dispo.code, f"{dispo.texte} ({offre.dispo_note})", dispo.dit)
    regle = regle_de(offre)
    return FicheOffre(
        uid=offre.uid,
        nom=offre.nom,
        url=offre.get_absolute_url(),
        nature_label=NatureOffre(offre.nature).label,
        mode_label=Mode(offre.mode).label,
        postures=[p[0].upper() + p[1:] for p in POSTURES.labels(offre.postures)],
        aidants_connect=offre.aidants_connect,
        themes=themes_en_francais(offre.themes),
        presentation=offre.presentation,
        lieu=_lieu_court(lieu) if lieu and offre.mode == Mode.SUR_PLACE else None,
        zone=zone_en_francais(offre),
        structure_nom=(lieu.structure if lieu else offre.structure).nom,
        anime_par=anime,
        finance_par=offre.finance_par,
        centre_fournit=offre.centre_fournit,
        # A rule that no sentence says is told by its next sessions.
        horaires_phrase=en_francais(regle)
        or ("Aux dates ci-dessous" if regle.osm and not offre.suit_le_lieu and not offre.horaires_source else ""),
        horaires_source=offre.horaires_source,
        periode=_periode(offre.debut, offre.fin, today),
        prochaines=_prochaines(offre, now=now) if not disparu else [],
        dispo=dispo if not disparu else None,
        acces=ACCES.labels(offre.acces),
        tarif=Prix(TARIFS[Tarif(offre.tarif)] if offre.tarif else "", offre.tarif_detail),
        reserve=reserve_en_francais(offre),
        publics=[p.lower() for p in PUBLICS.labels(offre.publics)],
        ages=ages_en_francais(offre),
        niveaux=NIVEAUX.labels(offre.niveaux),
        forme=FORMES.labels(offre.formes),
        langues=LANGUES.labels(offre.langues),
        papiers=[p[0].upper() + p[1:] for p in papiers_de(offre)],
        prudence=mots_de_passe(offre),
        appareil=Appareil(offre.appareil).label if offre.appareil else "",
        capacite=accord(offre.capacite, "place") if offre.capacite else "",
        telephone=telephone,
        telephone_href=href,
        courriel=offre.courriel or (lieu.courriel if lieu else "") or offre.structure.courriel,
        inscription_url=lien_web(offre.inscription_url),
        qui_recoit=_qui_recoit(offre),
        verifie=verifie,
        verifie_age=age,
        verifie_detail=verifie_detail_en_francais(offre.verifie_voie),
        disparu=disparu,
        suspendu=_suspendu(offre, today),
        brouillon=est_brouillon(offre),
        a_preciser=offre.a_preciser,
        sinon=offres_proches(offre, now=now),
    )


def _suspendu(offre: Offre, today: date) -> str:
    """Return until when the activity, its place, or both are closed."""
    phrases = [suspendu_en_francais(offre.etat, offre.suspendu_jusqu_au, today, "Cette activité est suspendue")]
    if lieu := offre.lieu:
        phrases.append(suspendu_en_francais(lieu.etat, lieu.suspendu_jusqu_au, today, "Le lieu est fermé"))
    return " ".join(filter(None, phrases))


def _qui_recoit(offre: Offre) -> list[str]:
    """Return the functions, each with the first names of those who wish it (« Écrivain·e public·que (Nadia) »)."""
    prenoms: dict[str, list[str]] = {}
    for metier, prenom in (
        offre.intervenants.exclude(prenom="").order_by("prenom", "pk").values_list("metier", "prenom")
    ):
        prenoms.setdefault(metier, []).append(prenom)
    codes = [t.code for t in METIERS if offre.metiers & t.masque or t.code in prenoms]
    return [METIERS[c].label + (f" ({', '.join(prenoms[c])})" if c in prenoms else "") for c in codes]


def _lieu_court(lieu: Lieu) -> FicheLieuCourte:
    return FicheLieuCourte(
        nom=lieu.nom,
        url=lieu.get_absolute_url(),
        adresse_lignes=lieu.adresse_lignes,
        reconnaitre=lieu.reconnaitre,
        arret=lieu.arret,
        fauteuil=bool(lieu.accessibilites & ACCESSIBILITES["fauteuil"].masque),
        latitude=lieu.latitude,
        longitude=lieu.longitude,
    )


def zone_en_francais(offre: Offre) -> str:
    """Return where an activity without a place comes to (« à Créteil et au Perreux », « partout en France »)."""
    codes = [c for c in offre.zone.split("|") if c]
    if not codes:
        return ""
    if "france" in codes:
        return "partout en France"
    federation = offre.structure.federation
    if set(codes) & set(federation.departements):
        return f"dans tout le territoire : {federation.territoire}".replace(" :", f"{NBSP}:")
    noms = list(Commune.objects.filter(code_insee__in=codes).values_list("nom", flat=True))
    ou = [a_la_commune(nom) for nom in noms]
    return " et ".join(filter(None, (", ".join(ou[:-1]), *ou[-1:])))


def _periode(debut: date | None, fin: date | None, today: date) -> str:
    if debut and debut > today and fin:
        return f"du {date_courte(debut, today)} au {date_courte(fin, today)}"
    if fin:
        return f"jusqu’au {date_courte(fin, today)}"
    if debut and debut > today:
        return f"à partir du {date_courte(debut, today)}"
    return ""


def _prochaines(offre: Offre, *, now: datetime) -> list[Phrase]:
    today = now.astimezone(PARIS).date()
    phrases = []
    # The rule knows nothing of a suspension: its sessions are told from the day when it ends.
    seances = Seance.objects.filter(offre=offre, fin__gt=now, jour__gte=offre.visible_des or today)
    for s in seances.order_by("debut", "pk")[:5]:
        debut, fin = s.debut.astimezone(PARIS), s.fin.astimezone(PARIS)
        texte = f"{jour_en_francais(debut.date(), today)}, de {heure(debut)} à {heure(fin)}"
        phrases.append(Phrase(texte, annulee=s.statut == Seance.Statut.ANNULEE, note=note_de_seance(s, today)))
    return phrases
