"""The pages of a place and of an activity, as values ready to show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from urllib.parse import urlencode, urlsplit

from ateliers.models import Offre, Seance
from ateliers.nomenclature import (
    ACCES,
    FORMES,
    LANGUES,
    METIERS,
    NIVEAUX,
    POSTURES,
    PUBLICS,
    THEMES,
    Appareil,
    Mode,
    Tarif,
)
from ateliers.nomenclature import Nature as NatureOffre
from ateliers.seances import regle_de, regle_du_lieu
from centres.models import Centre, Equipement
from core.textes import accord
from core.travailleur import PARIS
from partenaires.models import OBJETS, Partenariat, Pret
from recherche.presentation import (
    NBSP,
    TARIFS,
    LigneActivite,
    LigneDispo,
    ages_en_francais,
    date_courte,
    dispo_en_francais,
    distance_en_francais,
    etat_du_lieu,
    fermetures_utiles,
    hors_territoire,
    ligne_activite,
    nature_en_francais,
    papiers_de,
    reserve_en_francais,
    telephone_de,
    verifie_en_francais,
)
from recherche.queries import prochaine_seance
from structures import cycle
from structures.horaires import en_francais, heure, jour_en_francais, plage, table_semaine
from structures.models import Commune, Fermeture, Lieu, Membre, Source, Structure
from structures.models.lieux import distance_km
from structures.nomenclature import ACCESSIBILITES, RESEAUX_SOCIAUX, GenreFermeture, Precision


@dataclass(frozen=True, slots=True)
class Lien:
    nom: str
    url: str
    distance: str = ""
    nature: str = ""
    objet: str = ""
    lieu: str = ""

    @property
    def label(self) -> str:
        return self.nom


@dataclass(frozen=True, slots=True)
class JourSemaine:
    jour_label: str
    plages: list[str]
    note: str
    aujourdhui: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    texte: str
    annulee: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ThemeActivites:
    theme: str
    activites: list[LigneActivite]


@dataclass(frozen=True, slots=True)
class Prix:
    texte: str
    detail: str


@dataclass(slots=True)
class FicheLieu:
    uid: str
    nom: str
    url: str
    nature: str
    nature_label: str
    statut_label: str
    structure_nom: str
    adresse_lignes: list[str]
    commune: str
    latitude: float
    longitude: float
    position_approximative: bool
    itineraire_url: str
    etat_ouvert: bool | None
    etat_texte: str
    horaires_phrase: str
    horaires_source: str
    semaine: list[JourSemaine]
    fermetures: list[Phrase]
    telephone: str
    telephone_href: str
    courriel: str
    site_web: str
    site_label: str
    reseaux: list[Lien]
    prise_rdv_url: str
    presentation: str
    reconnaitre: str
    arret: str
    accessibilite: list[str]
    acces_libre_url: str
    fauteuil: bool | None
    langues: list[str]
    equipement: list[str]
    apporter_appareil: str
    qui_recoit: list[str]
    partenaires: list[Lien]
    prets: list[str]
    verifie: str
    verifie_age: str
    verifie_detail: str
    activites_par_theme: list[ThemeActivites]
    autour: list[Lien]
    disparu: str
    suspendu: str
    brouillon: bool
    hors_territoire: str
    a_preciser: bool
    source_label: str


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
    sinon: list[Lien]


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


AUTOUR_KM = 10.0
AUTOUR_MAX = 5


def lieux_autour(lieu: Lieu, today: date) -> list[Lien]:
    """Return the nearest published places, nearest first."""
    candidats = (
        Lieu.objects.published(today)
        .near(lieu.latitude, lieu.longitude, km=AUTOUR_KM)
        .exclude(pk=lieu.pk)
        .values_list("uid", "nom", "latitude", "longitude", "structure__nature", "commune__nom")
    )
    tries = sorted(
        (distance_km(lieu.latitude, lieu.longitude, lat, lon), uid, nom, nature, commune)
        for uid, nom, lat, lon, nature, commune in candidats
    )
    return [
        Lien(nom, Lieu(uid=uid, nom=nom).get_absolute_url(), distance_en_francais(km), nature, lieu=commune)
        for km, uid, nom, nature, commune in tries[:AUTOUR_MAX]
    ]


def fiche_lieu(lieu: Lieu, *, now: datetime) -> FicheLieu:
    """Return the page of a place, loaded by `views._lieu`; a constant number of queries."""
    local = now.astimezone(PARIS)
    today = local.date()
    offres = list(
        Offre.objects.filter(lieu=lieu)
        .published(today)
        .select_related("structure", "lieu__structure", "lieu__commune")
        .annotate(prochaine=prochaine_seance(now))
        .prefetch_related(fermetures_utiles(now))
    )
    equipement = Equipement.objects.filter(lieu=lieu).first()
    ouvert, texte = etat_du_lieu(lieu, now=now)
    telephone, href = telephone_de(lieu.telephone, lieu.structure.telephone)
    verifie, age = verifie_en_francais(lieu.verifie_le, today)
    site = lieu.site_web or lieu.structure.site_web
    regle = regle_du_lieu(lieu)
    return FicheLieu(
        uid=lieu.uid,
        nom=lieu.nom,
        url=lieu.get_absolute_url(),
        nature=lieu.structure.nature,
        nature_label=nature_en_francais(lieu),
        statut_label=_statut(lieu.structure),
        structure_nom=lieu.structure.nom if lieu.structure.nom != lieu.nom else "",
        adresse_lignes=lieu.adresse_lignes,
        commune=lieu.commune.nom,
        latitude=lieu.latitude,
        longitude=lieu.longitude,
        position_approximative=lieu.precision != Precision.EXACTE,
        itineraire_url=_itineraire(lieu),
        etat_ouvert=ouvert,
        etat_texte=texte,
        horaires_phrase=en_francais(regle),
        horaires_source=lieu.horaires_source,
        semaine=_semaine(lieu, today) if lieu.horaires else [],
        fermetures=[Phrase(t) for t in _fermetures(lieu, today)],
        telephone=telephone,
        telephone_href=href,
        courriel=lieu.courriel or lieu.structure.courriel,
        site_web=site,
        site_label=_hote(site),
        reseaux=[Lien(RESEAUX_SOCIAUX[r], u) for r, u in lieu.structure.reseaux if r in RESEAUX_SOCIAUX],
        prise_rdv_url=lieu.prise_rdv_url,
        presentation=lieu.presentation or lieu.presentation_resume or lieu.structure.presentation,
        reconnaitre=lieu.reconnaitre,
        arret=lieu.arret,
        accessibilite=ACCESSIBILITES.labels(lieu.accessibilites),
        acces_libre_url=lieu.acces_libre_url,
        fauteuil=True if lieu.accessibilites & ACCESSIBILITES["fauteuil"].masque else None,
        langues=LANGUES.labels(_union(o.langues for o in offres) & ~LANGUES["fr"].masque),
        equipement=_equipement(equipement),
        apporter_appareil="Vous pouvez apporter votre appareil" if equipement and equipement.apporter_appareil else "",
        qui_recoit=METIERS.labels(_union(o.metiers for o in offres)),
        partenaires=_partenaires(lieu.structure, today),
        prets=[
            f"{p.intitule} : {p.conditions}".replace(" :", f"{NBSP}:") if p.conditions else p.intitule
            for p in Pret.objects.filter(partenaire__structure=lieu.structure)
        ],
        verifie=verifie,
        verifie_age=age,
        verifie_detail=_verifie_detail(lieu.verifie_voie),
        activites_par_theme=_par_theme(offres, now=now),
        autour=lieux_autour(lieu, today),
        disparu="" if cycle.CYCLE[lieu.etat].page == "oui" else "Ce lieu n’existe plus.",
        suspendu=_suspendu(lieu.etat, lieu.suspendu_jusqu_au, today, "Ce lieu est fermé"),
        brouillon=lieu.etat == cycle.Etat.BROUILLON,
        hors_territoire=hors_territoire(lieu),
        a_preciser=any(o.a_preciser for o in offres),
        source_label=_source("lieu", lieu.uid),
    )


def fiche_offre(offre: Offre, *, now: datetime) -> FicheOffre:
    """Return the page of an activity, loaded by `views._offre`."""
    today = now.astimezone(PARIS).date()
    lieu = offre.lieu
    telephone, href = telephone_de(
        offre.telephone, *((lieu.telephone, lieu.structure.telephone) if lieu else ()), offre.structure.telephone
    )
    verifie, age = verifie_en_francais(offre.verifie_le, today)
    anime = offre.structure.nom if lieu and offre.structure_id != lieu.structure_id else ""
    disparu = "" if cycle.CYCLE[offre.etat].page == "oui" else "Cette activité n’existe plus."
    if not disparu and offre.fin and offre.fin < today:
        disparu = f"Cette activité s’est terminée le {date_courte(offre.fin, today)}."
    if not disparu and lieu and cycle.CYCLE[lieu.etat].page == "disparu":
        disparu = "Le lieu de cette activité n’existe plus."
    dispo = dispo_en_francais(offre, today)
    if not disparu and dispo and offre.dispo_note and dispo.texte != offre.dispo_note:
        dispo = LigneDispo(dispo.code, f"{dispo.texte} ({offre.dispo_note})", dispo.dit)
    return FicheOffre(
        uid=offre.uid,
        nom=offre.nom,
        url=offre.get_absolute_url(),
        nature_label=NatureOffre(offre.nature).label,
        mode_label=Mode(offre.mode).label,
        postures=[p[0].upper() + p[1:] for p in POSTURES.labels(offre.postures)],
        aidants_connect=offre.aidants_connect,
        themes=THEMES.labels(offre.themes),
        presentation=offre.presentation,
        lieu=_lieu_court(lieu) if lieu and offre.mode == Mode.SUR_PLACE else None,
        zone=zone_en_francais(offre),
        structure_nom=(lieu.structure if lieu else offre.structure).nom,
        anime_par=anime,
        finance_par=offre.finance_par,
        centre_fournit=offre.centre_fournit,
        horaires_phrase=en_francais(regle_de(offre)),
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
        appareil=Appareil(offre.appareil).label if offre.appareil else "",
        capacite=accord(offre.capacite, "place") if offre.capacite else "",
        telephone=telephone,
        telephone_href=href,
        courriel=offre.courriel or (lieu.courriel if lieu else "") or offre.structure.courriel,
        inscription_url=offre.inscription_url,
        qui_recoit=METIERS.labels(offre.metiers),
        verifie=verifie,
        verifie_age=age,
        verifie_detail=_verifie_detail(offre.verifie_voie),
        disparu=disparu,
        suspendu=_suspendu(offre.etat, offre.suspendu_jusqu_au, today, "Cette activité est suspendue"),
        brouillon=offre.etat == cycle.Etat.BROUILLON,
        a_preciser=offre.a_preciser,
        sinon=offres_proches(offre, today),
    )


def offres_proches(offre: Offre, today: date) -> list[Lien]:
    """Return the nearest activities of the same theme that are not said to be full, nearest first."""
    lieu = offre.lieu
    if lieu is None:
        return []
    candidates = (
        Offre.objects.published(today)
        .on_site()
        .near(lieu.latitude, lieu.longitude, km=AUTOUR_KM)
        .any_of("themes", offre.themes)
        .not_full(today)
        .exclude(pk=offre.pk)
        .values_list("uid", "nom", "latitude", "longitude", "lieu__nom", "lieu__commune__nom", "nature", "lieu_nature")
    )
    tries = sorted(
        (nature != offre.nature, distance_km(lieu.latitude, lieu.longitude, lat, lon), uid, nom, nature_lieu, ou, ville)
        for uid, nom, lat, lon, ou, ville, nature, nature_lieu in candidates
    )
    return [
        Lien(
            nom,
            Offre(uid=uid, nom=nom).get_absolute_url(),
            distance_en_francais(km),
            nature=nature_lieu,
            lieu=f"{ou}, {ville}",
        )
        for _, km, uid, nom, nature_lieu, ou, ville in tries[:AUTOUR_MAX]
    ]


def _union(masques: Iterable[int]) -> int:
    return reduce(or_, masques, 0)


def _statut(structure: Structure) -> str:
    centre = Centre.objects.filter(structure=structure).first()
    if centre is None:
        return ""
    return f"{centre.get_agrement_display().capitalize()} {centre.statut}, agréé par la CAF"


def _itineraire(lieu: Lieu) -> str:
    return "https://www.openstreetmap.org/directions?" + urlencode({"to": f"{lieu.latitude},{lieu.longitude}"})


def _hote(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _semaine(lieu: Lieu, today: date) -> list[JourSemaine]:
    lundi = today - timedelta(days=today.weekday())
    return [
        JourSemaine(
            jour_label=_jour_label(j.jour),
            plages=[plage(i) for i in j.intervalles],
            note=j.note,
            aujourdhui=j.jour == today,
        )
        for j in table_semaine(regle_du_lieu(lieu), lundi)
    ]


def _jour_label(jour: date) -> str:
    nom, reste = jour_en_francais(jour, date.min).split(" ", 1)
    return f"{nom.capitalize()} {reste.split(' ', 1)[0]}"


def _fermetures(lieu: Lieu, today: date) -> list[str]:
    phrases = []
    for f in sorted(lieu.fermetures.all(), key=lambda f: f.debut):
        if f.fin < today:
            continue
        if f.debut == f.fin:
            quand = f"le {date_courte(f.debut, today)}"
        else:
            quand = f"du {date_courte(f.debut, today)} au {date_courte(f.fin, today)}"
        if f.genre == GenreFermeture.FERMETURE:
            texte = f"Fermé {quand}"
        else:
            texte = f"Ouverture exceptionnelle {quand}, {_heures(f)}"
        phrases.append(f"{texte} : {f.motif}".replace(" :", f"{NBSP}:") if f.motif else texte)
    return phrases


def _heures(f: Fermeture) -> str:
    return " et ".join(
        "de {} à {}".format(
            *(f"{int(h[:2])}{NBSP}h" + (f"{NBSP}{h[3:]}" if h[3:] != "00" else "") for h in p.split("-"))
        )
        for p in f.heures.split(",")
        if len(p.split("-")) == 2
    )


def _equipement(e: Equipement | None) -> list[str]:
    if e is None:
        return []
    lignes = []
    if e.ordinateurs:
        lignes.append(accord(e.ordinateurs, "ordinateur"))
    if e.tablettes:
        lignes.append(accord(e.tablettes, "tablette"))
    lignes += [
        label
        for label, la in (
            ("Salle dédiée", e.salle_dediee),
            ("Imprimante", e.imprimante),
            ("Scanner", e.scanner),
            ("Wi-Fi ouvert à tout le monde", e.wifi_public),
            ("Écran tactile géant", e.ecran_tactile_geant),
        )
        if la
    ]
    return lignes + ([e.precisions] if e.precisions else [])


def _partenaires(structure: Structure, today: date) -> list[Lien]:
    liens = []
    partenariats = (
        Partenariat.objects.filter(centre=structure).select_related("partenaire").order_by("partenaire__nom_plie", "pk")
    )
    lieux = {
        lieu.structure_id: lieu
        for lieu in Lieu.objects.published(today).filter(structure__partenariats_recus__centre=structure)
    }
    for p in partenariats:
        if p.fin and p.fin < today:
            continue
        lieu = lieux.get(p.partenaire_id)
        liens.append(
            Lien(p.partenaire.nom, lieu.get_absolute_url() if lieu else "", objet=", ".join(OBJETS.labels(p.objets)))
        )
    return liens


def _verifie_detail(voie: str) -> str:
    return {"import": "dans le fichier reçu", "ecran": "par le lieu", "lien": "par le lieu"}.get(voie, "")


def _suspendu(etat: str, jusqu_au: date | None, today: date, quoi: str) -> str:
    if etat != cycle.Etat.SUSPENDU or jusqu_au is None or jusqu_au <= today:
        return ""
    return f"{quoi} jusqu’au {date_courte(jusqu_au, today)}."


def _source(noun: str, uid: str) -> str:
    source = Source.objects.filter(noun=noun, uid=uid).order_by("-recue_a", "-pk").first()
    return f"Informations reçues de {source.source}" if source else ""


def _par_theme(offres: list[Offre], *, now: datetime) -> list[ThemeActivites]:
    """Group activities by their first theme; each is shown once."""
    groupes: dict[str, list[LigneActivite]] = {}
    rang = {t.label: t.bit for t in THEMES}
    for offre in offres:
        theme = next(iter(THEMES.labels(offre.themes)), "Autres activités")
        groupes.setdefault(theme, []).append(ligne_activite(offre, now=now, prochaine=offre.prochaine))  # type: ignore[attr-defined]
    return [ThemeActivites(t, groupes[t]) for t in sorted(groupes, key=lambda t: rang.get(t, 99))]


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
    """Return where an activity without a place comes to (« à Créteil et Valenton », « dans tout le Val-de-Marne »)."""
    codes = [c for c in offre.zone.split("|") if c]
    if not codes:
        return ""
    if "france" in codes:
        return "partout en France"
    federation = offre.structure.federation
    if set(codes) & set(federation.departements):
        return f"dans tout le territoire : {federation.territoire}".replace(" :", f"{NBSP}:")
    noms = list(Commune.objects.filter(code_insee__in=codes).values_list("nom", flat=True))
    if not noms:
        return ""
    if len(noms) == 1:
        return f"à {noms[0]}"
    return f"à {', '.join(noms[:-1])} et {noms[-1]}"


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
    for s in Seance.objects.filter(offre=offre, fin__gt=now).order_by("debut", "pk")[:5]:
        debut, fin = s.debut.astimezone(PARIS), s.fin.astimezone(PARIS)
        texte = f"{jour_en_francais(debut.date(), today)}, de {heure(debut)} à {heure(fin)}"
        note = s.note or ("séance déplacée" if s.statut == Seance.Statut.DEPLACEE else "")
        phrases.append(Phrase(texte, annulee=s.statut == Seance.Statut.ANNULEE, note=note))
    return phrases


def visible_pour(objet: Lieu | Offre, user: object) -> bool:
    """Tell whether a draft may be seen by this person: a member of its structure or of its place's."""
    if objet.etat != cycle.Etat.BROUILLON:
        return True
    if not user.is_authenticated:  # type: ignore[attr-defined]
        return False
    structures = {objet.structure_id}
    if isinstance(objet, Offre) and objet.lieu:
        structures.add(objet.lieu.structure_id)
    return (
        Membre.objects.filter(utilisateur=user, structure_id__in=structures).exists()
        or Structure.objects.administered_by(user).filter(pk__in=structures).exists()
    )
