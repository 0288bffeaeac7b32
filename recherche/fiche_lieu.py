"""The page of a place, as one value ready to show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from urllib.parse import urlencode, urlsplit

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse

from ateliers.models import Offre
from ateliers.nomenclature import (
    LANGUES,
    METIERS,
    THEMES,
)
from ateliers.seances import regle_du_lieu
from centres.models import Centre, Equipement
from core.textes import accord
from core.travailleur import PARIS
from partenaires.models import OBJETS, Partenariat, Pret
from recherche.fiches import (
    AUTOUR_KM,
    AUTOUR_MAX,
    Lien,
    Phrase,
    est_brouillon,
    lien_web,
    suspendu_en_francais,
    verifie_detail_en_francais,
)
from recherche.phrases import (
    NBSP,
    date_courte,
    distance_en_francais,
    etat_du_lieu,
    hors_territoire,
    nature_en_francais,
    telephone_de,
    themes_en_francais,
    verifie_en_francais,
)
from recherche.presentation import LigneActivite, fermetures_utiles, ligne_activite, seances_changees
from recherche.queries import prochaine_seance
from recherche.semaine import NATURES
from structures import cycle
from structures.horaires import Regle, en_francais, heures_en_francais, jour_en_francais, plage, table_semaine
from structures.models import Lieu, Source, Structure
from structures.models.lieux import distance_km
from structures.nomenclature import ACCESSIBILITES, RESEAUX_SOCIAUX, GenreFermeture, Precision

BEAUCOUP = 12  # activities of one place: beyond, its page folds all but the first ones of each need


@dataclass(frozen=True, slots=True)
class JourSemaine:
    jour_label: str
    plages: list[str]
    note: str
    aujourdhui: bool


@dataclass(frozen=True, slots=True)
class ThemeActivites:
    theme: str
    activites: list[LigneActivite]
    montrees: int  # at once, the others folded: fewer where the place has many


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
    photo_url: str
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
    agenda: bool
    autour: list[Lien]
    disparu: str
    suspendu: str
    brouillon: bool
    hors_territoire: str
    a_preciser: bool
    source_label: str
    url_depuis: str
    url_semaine: str


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


def lieux_a_montrer(now: datetime) -> QuerySet[Lieu]:
    """Load with places all that their pages read of one row; closures come in a second query."""
    source = Source.objects.filter(noun=Source.Noun.LIEU, uid=OuterRef("uid")).order_by("-recue_a", "-pk")
    return (
        Lieu.objects.select_related(
            "structure__federation",
            "structure__centre",
            "structure__partenaire",
            "commune",
            "equipement",
            "fusionne_dans",
        )
        .annotate(
            source_nom=Subquery(source.values("source")[:1]),
            prete=Exists(Pret.objects.filter(preteur=OuterRef("structure"))),
        )
        .prefetch_related(fermetures_utiles(now, prefixe=""))
    )


def fiche_lieu(lieu: Lieu, *, now: datetime) -> FicheLieu:
    """Return the page of a place loaded by `lieux_a_montrer`."""
    local = now.astimezone(PARIS)
    today = local.date()
    offres = list(
        Offre.objects.filter(lieu=lieu)
        .on_pages(today)
        .select_related("structure")
        .annotate(prochaine=prochaine_seance(now))
        .prefetch_related(seances_changees(now))
    )
    for offre in offres:
        offre.lieu = lieu  # with its closures, read once
    equipement: Equipement | None = getattr(lieu, "equipement", None)
    suspendu = suspendu_en_francais(lieu.etat, lieu.suspendu_jusqu_au, today, "Ce lieu est fermé")
    disparu = cycle.CYCLE[lieu.etat].page == "disparu" or lieu.structure.archivee_le is not None
    # Its weekly hours would contradict what the page says first.
    ouvert, texte = (None, "") if suspendu or disparu else etat_du_lieu(lieu, now=now)
    telephone, href = telephone_de(lieu.telephone, lieu.structure.telephone)
    verifie, age = verifie_en_francais(lieu.verifie_le, today)
    site = lien_web(lieu.site_web) or lien_web(lieu.structure.site_web)
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
        semaine=_semaine(regle, today) if regle.osm else [],
        fermetures=[Phrase(t) for t in fermetures_en_francais(lieu, today)],
        telephone=telephone,
        telephone_href=href,
        courriel=lieu.courriel or lieu.structure.courriel,
        site_web=site,
        site_label=_hote(site),
        reseaux=_reseaux(lieu.structure),
        prise_rdv_url=lien_web(lieu.prise_rdv_url),
        presentation=lieu.presentation or lieu.presentation_resume or lieu.structure.presentation,
        reconnaitre=lieu.reconnaitre,
        photo_url=lieu.photo_url,
        arret=lieu.arret,
        accessibilite=ACCESSIBILITES.labels(lieu.accessibilites),
        acces_libre_url=lien_web(lieu.acces_libre_url),
        fauteuil=True if lieu.accessibilites & ACCESSIBILITES["fauteuil"].masque else None,
        langues=LANGUES.labels(_union(o.langues for o in offres) & ~LANGUES["fr"].masque),
        equipement=_equipement(equipement),
        apporter_appareil="Vous pouvez apporter votre appareil" if equipement and equipement.apporter_appareil else "",
        qui_recoit=METIERS.labels(_union(o.metiers for o in offres)),
        partenaires=_partenaires(lieu.structure, today),
        prets=[
            f"{p.intitule} : {p.conditions}".replace(" :", f"{NBSP}:") if p.conditions else p.intitule
            for p in (lieu.structure.prets.all() if lieu.prete else ())  # type: ignore[attr-defined]
        ],
        verifie=verifie,
        verifie_age=age,
        verifie_detail=verifie_detail_en_francais(lieu.verifie_voie),
        activites_par_theme=_par_theme(offres, now=now),
        agenda=any(o.nature in NATURES and (o.horaires or o.suit_le_lieu) for o in offres),
        autour=lieux_autour(lieu, today),
        disparu="Ce lieu n’existe plus." if disparu else "",
        suspendu=suspendu,
        brouillon=est_brouillon(lieu),
        hors_territoire=hors_territoire(lieu),
        a_preciser=any(o.a_preciser for o in offres),
        source_label=f"Informations reçues de {lieu.source_nom}" if lieu.source_nom else "",  # type: ignore[attr-defined]
        url_depuis=f"{reverse('recherche:accueil')}?depuis={lieu.uid}",
        url_semaine=reverse("recherche:semaine", args=[lieu.uid, ""]),
    )


def _union(masques: Iterable[int]) -> int:
    return reduce(or_, masques, 0)


def _statut(structure: Structure) -> str:
    centre: Centre | None = getattr(structure, "centre", None)
    if centre is None:
        return ""
    return f"{centre.get_statut_display()}, agréé par la CAF"


def _itineraire(lieu: Lieu) -> str:
    return "https://www.openstreetmap.org/directions?" + urlencode({"to": f"{lieu.latitude},{lieu.longitude}"})


def _hote(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _reseaux(structure: Structure) -> list[Lien]:
    """Return the networks as links, those that are what `valider_reseaux` asks."""
    couples = structure.reseaux if isinstance(structure.reseaux, list) else []
    return [
        Lien(RESEAUX_SOCIAUX[c[0]], c[1])
        for c in couples
        if isinstance(c, list) and len(c) == 2 and isinstance(c[0], str) and c[0] in RESEAUX_SOCIAUX and lien_web(c[1])
    ]


def _semaine(regle: Regle, today: date) -> list[JourSemaine]:
    lundi = today - timedelta(days=today.weekday())
    return [
        JourSemaine(
            jour_label=_jour_label(j.jour),
            plages=[plage(i) for i in j.intervalles],
            note=j.note,
            aujourdhui=j.jour == today,
        )
        for j in table_semaine(regle, lundi)
    ]


def _jour_label(jour: date) -> str:
    nom, reste = jour_en_francais(jour, date.min).split(" ", 1)
    return f"{nom.capitalize()} {reste.split(' ', 1)[0]}"


def fermetures_en_francais(lieu: Lieu, today: date) -> list[str]:
    """Return the closures and the exceptional openings to come, earliest first, one phrase each."""
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
            texte = f"Ouverture exceptionnelle {quand}, {heures_en_francais(f.heures)}".removesuffix(", ")
        phrases.append(f"{texte} : {f.motif}".replace(" :", f"{NBSP}:") if f.motif else texte)
    return phrases


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
    """Return who works with a centre today, each with the page of its first place when it has one."""
    if not hasattr(structure, "centre"):
        return []
    lieux = Lieu.objects.published(today).filter(structure=OuterRef("partenaire")).order_by("-principal", "pk")
    partenariats = (
        Partenariat.objects.filter(centre=structure)
        .exclude(fin__lt=today)
        .select_related("partenaire")
        .annotate(lieu_uid=Subquery(lieux.values("uid")[:1]))
        .order_by("partenaire__nom_plie", "pk")
    )
    return [
        Lien(
            p.partenaire.nom,
            reverse("recherche:lieu", args=[p.lieu_uid, ""]) if p.lieu_uid else "",
            objet=", ".join(OBJETS.labels(p.objets)),
        )
        for p in partenariats
    ]


def _par_theme(offres: Sequence[Offre], *, now: datetime) -> list[ThemeActivites]:
    """Group activities by their first theme; each is shown once."""
    groupes: dict[str, list[LigneActivite]] = {}
    rang = {t.label: t.bit for t in THEMES}  # the order of the screens
    for offre in offres:
        theme = next(iter(themes_en_francais(offre.themes)), "Autres activités")
        groupes.setdefault(theme, []).append(
            ligne_activite(offre, now=now, prochaine=offre.prochaine, changees=offre.changees)  # type: ignore[attr-defined]
        )
    montrees = 4 if len(offres) <= BEAUCOUP else 2
    return [ThemeActivites(t, groupes[t], montrees) for t in sorted(groupes, key=lambda t: rang.get(t, 99))]
