"""The organisations that the survey names, with what it says of them and nothing more: no address, no phone."""

from partenaires.models import Genre

# key: (name, genre, actor of digital mediation, what it brings)
NOMMES: dict[str, tuple[str, str, bool, str]] = {
    "ici": (
        "ICI",
        Genre.ASSOCIATION,
        True,
        "Des ateliers numériques dans les centres, avec son propre matériel informatique.",
    ),
    "delta7": (
        "Delta 7",
        Genre.ASSOCIATION,
        True,
        "Des ateliers numériques dans les centres, avec son propre matériel informatique.",
    ),
    "emmaus": (
        "Emmaüs Connect",
        Genre.ASSOCIATION,
        True,
        "Acteur de la médiation numérique avec qui des centres sont en lien pour orienter les habitant·es.",
    ),
    "mallapixels": (
        "La Mallapixels (Département du Val-de-Marne)",
        Genre.DEPARTEMENT,
        True,
        "Laboratoire itinérant de médiation numérique et artistique : matériel et œuvres numériques à emprunter.",
    ),
    "caf": (
        "CAF du Val-de-Marne",
        Genre.SERVICE_PUBLIC,
        False,
        "A confié à la Fédération le déploiement et la coordination des Promeneurs du Net parentalité.",
    ),
}

# What the Mallapixels lends, to structures and never to residents.
PRETS: tuple[tuple[str, str, str], ...] = (
    ("mallapixels", "Œuvres numériques", "Prêt gratuit aux structures culturelles."),
    ("mallapixels", "Matériel numérique", "Prêt gratuit aux structures culturelles."),
)
