"""The cards that say room in one tap, ready to show.

On a page: `cartes = a_dire(offres, porteur=porteur_du_compte(request.user), now=now)`, then for each
`{% include "composants/dire_la_place.html" with carte=carte csrf_token=csrf_token only %}`, with `css/place.css` in the
page's head. A card posts to its own address, comes back alone with htmx, and is a page of its own without.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from ateliers.models import Offre
from ateliers.models.offres import OffreQuerySet
from ateliers.nomenclature import Grain, Mode
from core.travailleur import PARIS
from espace.annulation import url_pour_annuler
from espace.forms.place import LEGENDES, PlaceForm
from espace.porteurs import Porteur
from recherche.phrases import LigneDispo, dispo_en_francais

DEJA = "deja"


@dataclass(frozen=True, slots=True)
class CartePlace:
    """One activity and what may be said of its room."""

    uid: str
    nom: str
    ou: str
    url: str
    action: str
    url_seances: str
    legende: str
    actuelle: LigneDispo | None
    choisie: str  # the code that holds today, "" when nothing does or when it is doubtful
    form: PlaceForm
    avec_compte: bool
    fait: str = ""  # said just now: a sentence
    annuler: str = ""  # where the gesture just made is undone, "" when it cannot be


def avec_lieu(offres: OffreQuerySet) -> OffreQuerySet:
    """Load with the activities what their cards read."""
    return offres.select_related("structure", "lieu__structure")


def carte_place(
    offre: Offre,
    porteur: Porteur,
    *,
    now: datetime,
    form: PlaceForm | None = None,
    operation: uuid.UUID | str | None = None,
) -> CartePlace:
    """Return the card of one activity (loaded by `avec_lieu`).

    `operation` is the gesture just made, or DEJA when the same had been said before.
    """
    today = now.astimezone(PARIS).date()
    actuelle = dispo_en_francais(offre, today)
    fait = ""
    if operation is not None:
        dit = actuelle.texte if actuelle else "aucune note"
        fait = f"{'C’était déjà noté' if operation == DEJA else 'C’est noté'} : {dit[0].lower()}{dit[1:]}."
    return CartePlace(
        uid=offre.uid,
        nom=offre.nom,
        ou=(offre.lieu.nom if offre.lieu else Mode(offre.mode).label),
        url=offre.get_absolute_url(),
        action=porteur.url("place", offre.uid) if porteur.famille != "agir_" else porteur.url(""),
        url_seances=porteur.url("seances", offre.uid) if porteur.famille != "agir_" else "",
        legende=LEGENDES[Grain(offre.grain)],
        actuelle=actuelle,
        choisie="" if offre.dispo_douteuse(today) else offre.dispo,
        form=form or PlaceForm(offre=offre, now=now),
        avec_compte=porteur.avec_compte,
        fait=fait,
        annuler=url_pour_annuler(porteur, operation) if isinstance(operation, uuid.UUID) else "",
    )


def a_dire(offres: OffreQuerySet, *, porteur: Porteur, now: datetime) -> list[CartePlace]:
    """Return the cards of the activities whose room is doubtful or was never said, the oldest word first.

    One query whatever their number. What is suspended, over, or of which nothing is asked, is left out.
    """
    today = now.astimezone(PARIS).date()
    douteuses = (
        avec_lieu(offres)
        .published(today)
        .exclude(grain=Grain.AUCUN)
        .filter(Q(dispo="") | Q(dispo_fiable_jusqu_au__isnull=True) | Q(dispo_fiable_jusqu_au__lt=today))
        .order_by(F("dispo_le").asc(nulls_first=True), "nom_plie", "pk")
    )
    return [carte_place(offre, porteur, now=now) for offre in douteuses]


def operation_dite(texte: str, offre: Offre) -> uuid.UUID | str | None:
    """Read « ?fait= »: an operation that did touch this activity, DEJA, or None for anything else."""
    if texte == DEJA:
        return DEJA
    try:
        operation = uuid.UUID(texte)
    except ValueError:
        return None
    return operation if Offre.history.filter(operation=operation, id=offre.pk).exists() else None
