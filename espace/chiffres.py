"""« Mes chiffres de l’année »: what was held, computed; who came, entered; ready for the CAF's report and SENACS."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from ateliers.models import Offre, Seance
from ateliers.nomenclature import METIERS, Nature
from centres.models import Equipement
from core.textes import accord, en_nombre
from core.travailleur import PARIS
from espace.bilan import Bilan, Fait, Fonction, Groupe, LigneActivite
from espace.tenues import Tenues, Version, tenues
from partenaires.models import OBJETS, Partenariat
from statistiques.models import ChiffresAnnee, ChiffresOffre
from statistiques.models.chiffres import ANNEE_MIN
from structures.cycle import Etat
from structures.horaires import date_en_francais
from structures.models import Lieu, Structure

NBSP = "\u00a0"
ANNEES = 4  # offered, this one included

# What the CAF's report counts apart.
GROUPES = (
    ("Permanences et accompagnements", (Nature.PERMANENCE, Nature.ACCOMPAGNEMENT)),
    ("Ateliers et cycles", (Nature.ATELIER, Nature.CYCLE)),
    ("Événements", (Nature.EVENEMENT,)),
    ("Accès libre et prêts", (Nature.ACCES_LIBRE, Nature.PRET)),
)
CHAMPS_DE_VERSION = (
    "horaires",
    "horaires_ancre",
    "suit_le_lieu",
    "debut",
    "fin",
    "etat",
    "suspendu_jusqu_au",
)


def annees_offertes(structure: Structure, today: date) -> list[int]:
    """Return the years that may be read: the last four, and those that were answered, the latest first."""
    dites = ChiffresAnnee.objects.filter(structure=structure).values_list("annee", flat=True)
    return sorted({*range(today.year - ANNEES + 1, today.year + 1), *dites}, reverse=True)


def annee_possible(annee: int, today: date) -> bool:
    """Tell whether a year can be asked for."""
    return ANNEE_MIN <= annee <= today.year


def bilan(structure: Structure, annee: int, *, now: datetime) -> Bilan:
    """Return a structure's year: its own activities, and those that others hold at its places."""
    today = now.astimezone(PARIS).date()
    chiffres = ChiffresAnnee.objects.filter(structure=structure, annee=annee).select_related("saisi_par").first()
    offres = activites_de(structure, annee)
    personnes = _personnes(chiffres)
    versions, touchees = _versions(offres), _touchees(offres, annee)
    tenu = {o.pk: tenues(o, versions[o.pk], touchees.get(o.pk, ()), annee=annee, now=now) for o in offres}
    lignes = [
        _ligne(o, tenu[o.pk], structure=structure, annee=annee, personnes=personnes.get(o.pk))
        for o in offres
        if tenu[o.pk] or o.pk in personnes or _en_vigueur(o, versions[o.pk], annee)
    ]
    groupes = [Groupe(titre, [x for x in lignes if x.offre.nature in natures]) for titre, natures in GROUPES]
    return Bilan(
        structure=structure,
        annee=annee,
        jusqu_au=today if annee == today.year else None,
        groupes=[g for g in groupes if g.lignes],
        fonctions=_fonctions(lignes),
        equipement=_equipement(structure),
        partenaires=_partenaires(structure, annee),
        equipe=_equipe(structure),
        chiffres=chiffres,
    )


def activites_de(structure: Structure, annee: int) -> list[Offre]:
    """Return the activities of a structure, or at its places, whose period meets this year."""
    return list(
        Offre.objects.of_structures([structure.pk])
        .filter(Q(debut__isnull=True) | Q(debut__lte=date(annee, 12, 31)))
        .filter(Q(fin__isnull=True) | Q(fin__gte=date(annee, 1, 1)))
        .exclude(etat__in=[Etat.BROUILLON, Etat.FUSIONNE])
        .select_related("structure", "lieu__structure", "lieu__commune")
        .prefetch_related("lieu__fermetures")
        .order_by("nom_plie", "pk")
    )


def _en_vigueur(offre: Offre, versions: list[Version], annee: int) -> bool:
    """Tell whether an activity without a session that year still belongs to its report."""
    return versions[0].des.year <= annee and offre.etat in (Etat.PUBLIE, Etat.SUSPENDU)


def _versions(offres: Iterable[Offre]) -> dict[int, list[Version]]:
    """Return the successive rules of each activity, read in the history at once; the row itself when it has none."""
    offres = list(offres)
    trouvees: dict[int, list[Version]] = {o.pk: [] for o in offres}
    lignes = (
        Offre.history.model.objects.filter(id__in=list(trouvees))
        .order_by("history_date", "history_id")
        .values_list("id", "history_date", *CHAMPS_DE_VERSION)
    )
    for pk, quand, *valeurs in lignes:
        version = Version(quand.astimezone(PARIS).date(), *valeurs)
        precedentes = trouvees[pk]
        if not precedentes or _regle(precedentes[-1]) != _regle(version):
            precedentes.append(version)
    for offre in offres:
        if not trouvees[offre.pk]:
            trouvees[offre.pk] = [Version(date.min, *(getattr(offre, c) for c in CHAMPS_DE_VERSION))]
    return trouvees


def _regle(version: Version) -> tuple[Any, ...]:
    return tuple(getattr(version, champ) for champ in CHAMPS_DE_VERSION)


def _touchees(offres: Iterable[Offre], annee: int) -> dict[int, list[Seance]]:
    """Return the cancelled and moved sessions that were, or now are, in this year."""
    touchees: dict[int, list[Seance]] = {}
    for seance in (
        Seance.objects.filter(offre__in=[o.pk for o in offres])
        .exclude(statut=Seance.Statut.PREVUE)
        .filter(Q(origine__startswith=f"{annee}-") | Q(jour__year=annee))
        .order_by("pk")
    ):
        touchees.setdefault(seance.offre_id, []).append(seance)
    return touchees


def _personnes(chiffres: ChiffresAnnee | None) -> Mapping[int, int]:
    if chiffres is None:
        return {}
    return dict(chiffres.par_activite.order_by("offre_id").values_list("offre_id", "personnes"))


def _ligne(offre: Offre, tenu: Tenues, *, structure: Structure, annee: int, personnes: int | None) -> LigneActivite:
    precisions = []
    if offre.debut and offre.debut.year == annee:
        precisions.append(f"a commencé le {date_en_francais(offre.debut, annee=False)}")
    if offre.fin and offre.fin.year == annee:
        precisions.append(f"jusqu’au {date_en_francais(offre.fin, annee=False)}")
    elif tenu.close_le:
        precisions.append(f"arrêtée le {date_en_francais(tenu.close_le, annee=False)}")
    connue_des = None
    if tenu.connue_des is None:
        precisions.append("heures non précisées : à compter vous-même".replace(" :", f"{NBSP}:"))
    elif tenu.connue_des > max(date(annee, 1, 1), offre.debut or date.min):
        connue_des = tenu.connue_des if tenu else None
    if offre.structure_id != structure.pk:
        precisions.append(f"animée par {offre.structure}")
    ou = offre.lieu.nom if offre.lieu and offre.lieu.nom != structure.nom else ""
    return LigneActivite(
        offre, Nature(offre.nature).label, ou, tenu.seances, tenu.minutes, personnes, precisions, connue_des
    )


def _fonctions(lignes: Iterable[LigneActivite]) -> list[Fonction]:
    lignes = list(lignes)
    fonctions = []
    for metier in METIERS:
        siennes = [x for x in lignes if x.offre.metiers & metier.masque]
        if siennes:
            fonctions.append(
                Fonction(metier.label, len(siennes), sum(x.seances for x in siennes), sum(x.minutes for x in siennes))
            )
    return fonctions


NOMBRES = (("ordinateurs_fixes", "ordinateur fixe", "ordinateurs fixes"),
           ("ordinateurs_portables", "ordinateur portable", "ordinateurs portables"),
           ("tablettes", "tablette", "tablettes"))  # fmt: skip
OUI = (
    ("salle_dediee", "salle dédiée"),
    ("ecran_tactile_geant", "écran tactile géant"),
    ("imprimante", "imprimante"),
    ("scanner", "scanner"),
    ("wifi_public", "Wi-Fi ouvert au public"),
    ("apporter_appareil", "on peut apporter son appareil"),
    ("a_renouveler", "matériel à renouveler"),
)


def _equipement(structure: Structure) -> list[Fait]:
    """Return, place by place, what is stated of the equipment."""
    lieux = Lieu.objects.filter(structure=structure, etat__in=[Etat.PUBLIE, Etat.SUSPENDU])
    faits = []
    for equipement in (
        Equipement.objects.filter(lieu__in=lieux)
        .select_related("lieu")
        .order_by("-lieu__principal", "lieu__nom_plie", "pk")
    ):
        dits = [accord(n, un, des) for champ, un, des in NOMBRES if (n := getattr(equipement, champ))]
        dits += [mot for champ, mot in OUI if getattr(equipement, champ)]
        dits += [equipement.precisions] if equipement.precisions else []
        if dits:
            faits.append(Fait(equipement.lieu.nom, ", ".join(dits)))
    return faits


def _partenaires(structure: Structure, annee: int) -> list[Fait]:
    """Return the partnerships of that year, with what for."""
    lignes = (
        Partenariat.objects.filter(Q(centre=structure) | Q(partenaire=structure))
        .filter(Q(debut__isnull=True) | Q(debut__lte=date(annee, 12, 31)))
        .filter(Q(fin__isnull=True) | Q(fin__gte=date(annee, 1, 1)))
        .select_related("centre", "partenaire")
    )
    faits = []
    for p in lignes:
        autre = p.partenaire if p.centre_id == structure.pk else p.centre
        finance = [f"financé par {p.finance_par}"] if p.finance_par else []
        faits.append((autre.nom_plie, p.pk, Fait(autre.nom, ", ".join(OBJETS.labels(p.objets) + finance))))
    return [fait for _, _, fait in sorted(faits, key=lambda x: x[:2])]


def _equipe(structure: Structure) -> list[Fait]:
    centre = getattr(structure, "centre", None)
    if centre is None:
        return []
    dits = (
        ("Personnes qui animent les ateliers numériques", centre.animateurs),
        ("Personnes reçues par semaine, aux ateliers et en accès libre", centre.personnes_par_semaine),
    )
    return [Fait(nom, en_nombre(n)) for nom, n in dits if n is not None]


def saisir(
    chiffres: ChiffresAnnee, *, personnes: Mapping[Offre, int | None], by: Any, voie: str, now: datetime
) -> ChiffresAnnee:
    """Write a structure's answer for a year, and the people of these activities; the others' are left alone."""
    with transaction.atomic():
        chiffres.saisi_le, chiffres.saisi_voie, chiffres.saisi_par = now.astimezone(PARIS).date(), voie, by
        champs = ("personnes_accueillies", "personnes_ateliers", "note", "saisi_le", "saisi_voie", "saisi_par")
        ecrit, _ = ChiffresAnnee.objects.update_or_create(
            structure=chiffres.structure,
            annee=chiffres.annee,
            defaults={champ: getattr(chiffres, champ) for champ in champs},
        )
        ecrit.par_activite.filter(offre__in=list(personnes)).delete()
        ChiffresOffre.objects.bulk_create(
            [ChiffresOffre(chiffres=ecrit, offre=o, personnes=n) for o, n in personnes.items() if n is not None]
        )
    return ecrit
