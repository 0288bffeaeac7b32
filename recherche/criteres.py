"""The question as one frozen value: what the form gives and what the query takes."""

from dataclasses import dataclass
from datetime import date

from ateliers.nomenclature import bit_creneau
from recherche.besoins import Besoin


@dataclass(frozen=True, slots=True)
class Origine:
    """Where distances are measured from: a commune's centre, or a point to three decimals."""

    nom: str
    latitude: float
    longitude: float
    code_insee: str = ""
    departement: str = ""


@dataclass(frozen=True, slots=True)
class Depuis:
    """The desk one stands at: its place, and the structure that is « chez nous »."""

    uid: str
    nom: str
    structure_id: int
    origine: Origine


@dataclass(frozen=True, slots=True)
class Criteres:
    """What is asked. Masks are 0 and texts empty when nothing is asked; every filter matches within one activity."""

    q: str = ""
    mots: tuple[str, ...] = ()  # prefixes, all held
    besoins: tuple[Besoin, ...] = ()  # understood from q, all answered
    origine: Origine | None = None
    rayon_km: float | None = None  # None: as far as needed, see queries.RAYONS
    themes: int = 0
    quand: str = ""  # "", "maintenant", "aujourdhui", "semaine"
    jours: tuple[int, ...] = ()  # Monday 0 – Sunday 6
    moments: tuple[int, ...] = ()  # 0 morning, 1 afternoon, 2 evening
    sans_rdv: bool = False
    gratuit: bool = False
    place: bool = False
    publics: int = 0
    natures: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    postures: int = 0
    langues: int = 0
    metiers: int = 0
    fauteuil: bool = False
    sans_condition: bool = False
    aidants_connect: bool = False
    types: int = 0
    lieux_natures: tuple[str, ...] = ()
    federation: str = ""
    # What a frame on a centre's own site asks; both are uids, and no field of the form gives them.
    structure: str = ""  # what it proposes, and what is proposed at its places
    lieu: str = ""
    avant: date | None = None  # « C’est urgent : avant le… »
    depuis: Depuis | None = None
    tri: str = "pres"  # "pres", "tot"

    @property
    def creneaux(self) -> int:
        """The mask of the half-days asked for; 0 when neither day nor moment is."""
        if not self.jours and not self.moments:
            return 0
        masque = 0
        for jour in self.jours or range(7):
            for moment in self.moments or range(3):
                masque |= bit_creneau(jour, moment)
        return masque

    @property
    def themes_cherches(self) -> int:
        """The themes asked for, by a choice or in words: what a card gives as its reason."""
        masque = self.themes
        for besoin in self.besoins:
            masque |= besoin.themes
        return masque

    @property
    def urgent(self) -> bool:
        """True when there is a day before which help is needed."""
        return self.avant is not None

    @property
    def moments_masque(self) -> int:
        """The moments as the mask that sessions carry; 0 when none is asked."""
        return sum(1 << m for m in self.moments)
