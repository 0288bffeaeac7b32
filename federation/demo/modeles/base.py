"""What a kind of activity of the demonstration holds: how it is recorded, and the sentences that describe it."""

from dataclasses import dataclass, field

# Shares of the ways of paying, out of 100; what is missing to 100 is « not stated ».
GRATUIT = {"gratuit": 94}
SURTOUT_GRATUIT = {"gratuit": 74, "adhesion": 14, "participation": 4, "quotient": 2}
ATELIER = {"gratuit": 56, "adhesion": 26, "participation": 8, "quotient": 4}
MACHINES = {"gratuit": 25, "adhesion": 35, "participation": 32}


@dataclass(frozen=True)
class Modele:
    """One kind of activity. Fields that vary are tuples of options; codes of a mask are separated by spaces.

    `debuts`, `milieux` and `fins` are sentences that stand alone, in any combination: none says anything that
    another field states (cost, appointment, equipment), so that no presentation contradicts its own activity.
    Slots: {un_pro} who receives, {jour}, {heure}, {places}, {salle}, {commune} (« au Perreux-sur-Marne »).
    """

    code: str
    noms: tuple[str, ...]
    nature: str
    themes: tuple[str, ...]
    horaires: tuple[str, ...]
    debuts: tuple[str, ...]
    milieux: tuple[str, ...]
    fins: tuple[str, ...]
    publics: tuple[str, ...] = ("tous",)
    formes: str = "individuel"
    niveaux: tuple[str, ...] = ("",)
    postures: tuple[str, ...] = ("",)
    metiers: tuple[str, ...] = ("",)
    acces: tuple[str, ...] = ("rdv",)
    papiers: tuple[str, ...] = ("",)
    appareils: tuple[str, ...] = ("",)
    tarifs: dict[str, int] = field(default_factory=lambda: SURTOUT_GRATUIT)
    places: tuple[int, int] | None = None
    ages: tuple[int | None, int | None] = (None, None)
    mode: str = "sur_place"
    aidants_connect: bool = False
    propres: dict[str, tuple[str, ...]] = field(default_factory=dict)  # a name's own openings
