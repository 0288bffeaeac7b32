"""Sessions to come, each with its gestures, ready to show."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from ateliers.models import Seance
from ateliers.models.seances import SeanceQuerySet
from core.travailleur import PARIS
from espace.forms.seances import AnnulerForm, DeplacerForm, GesteForm, RemplacerForm
from espace.place import DEJA
from espace.porteurs import Porteur
from recherche.phrases import note_de_seance
from structures.horaires import heure, jour_en_francais

FAITS = {
    "annuler": "C’est noté : la séance est annulée.",
    "deplacer": "C’est noté : la séance est déplacée.",
    "remplacer": "C’est noté : le remplacement est affiché.",
    "retablir": "C’est noté : la séance est rétablie.",
    DEJA: "C’était déjà noté.",
}


@dataclass(frozen=True, slots=True)
class LigneSeance:
    """One session, what happens to it, and what may be done."""

    pk: int
    quand: str
    activite: str
    ou: str
    note: str
    annulee: bool
    changee: bool
    actions: dict[str, str]
    annuler: AnnulerForm
    deplacer: DeplacerForm
    remplacer: RemplacerForm
    avec_compte: bool
    ouverte: str = ""  # the gesture whose form is open, because it was refused
    erreurs: list[str] = field(default_factory=list)
    fait: str = ""


def ligne_seance(
    seance: Seance,
    porteur: Porteur,
    *,
    now: datetime,
    avec_activite: bool = False,
    refuse: tuple[str, GesteForm] | None = None,
    fait: str = "",
) -> LigneSeance:
    """Return one session (its activity and place loaded); `refuse` is the gesture and the form sent back."""
    today = now.astimezone(PARIS).date()
    debut, fin = seance.debut.astimezone(PARIS), seance.fin.astimezone(PARIS)
    formes: dict[str, GesteForm] = {
        "annuler": AnnulerForm(seance=seance, now=now),
        "deplacer": DeplacerForm(seance=seance, now=now),
        "remplacer": RemplacerForm(seance=seance, now=now),
    }
    erreurs: list[str] = []
    if refuse:
        formes[refuse[0]] = refuse[1]
        erreurs = [str(e) for e in refuse[1].non_field_errors()]
    offre = seance.offre
    return LigneSeance(
        pk=seance.pk,
        quand=f"{jour_en_francais(debut.date(), today)}, de\u00a0{heure(debut)}\u00a0à\u00a0{heure(fin)}",
        activite=offre.nom if avec_activite else "",
        ou=offre.lieu.nom if avec_activite and offre.lieu else "",
        note=note_de_seance(seance, today),
        annulee=seance.statut == Seance.Statut.ANNULEE,
        changee=seance.statut != Seance.Statut.PREVUE or bool(seance.remplacement),
        actions={g: porteur.url("seance", seance.pk, g) for g in ("annuler", "deplacer", "remplacer", "retablir")},
        annuler=formes["annuler"],  # type: ignore[arg-type]
        deplacer=formes["deplacer"],  # type: ignore[arg-type]
        remplacer=formes["remplacer"],  # type: ignore[arg-type]
        avec_compte=porteur.avec_compte,
        ouverte=refuse[0] if refuse else "",
        erreurs=erreurs,
        fait=fait,
    )


def lignes_seances(
    seances: SeanceQuerySet, porteur: Porteur, *, now: datetime, avec_activite: bool = False
) -> list[LigneSeance]:
    """Return the sessions to come in order: one query whatever their number."""
    a_venir: Iterable[Seance] = (
        seances.to_come(now).select_related("offre__lieu", "offre__structure").order_by("debut", "pk")
    )
    return [ligne_seance(s, porteur, now=now, avec_activite=avec_activite) for s in a_venir]
