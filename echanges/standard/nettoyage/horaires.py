"""Opening hours: OSM as it is, a sentence that is read, or a sentence that is only kept."""

import re

from echanges.remarques import Remarques, repare, signale
from structures.horaires import HorairesInvalides, depuis_phrase, valider

LONGUEUR_MAX = 500
_SYNTAXE_OSM = re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)\b|24/7")


def horaires(brut: str) -> tuple[str, str, Remarques]:
    """Return (OSM string, sentence to show beside, remarks); the string is '' when nothing can be computed."""
    texte = brut.strip()
    if not texte:
        return "", "", ()
    phrase = " ".join(texte.split())[:LONGUEUR_MAX]
    raison = "cette phrase ne dit pas assez précisément les heures : elle est montrée telle quelle, rien n’est calculé"
    if len(texte) > LONGUEUR_MAX:
        return "", phrase, (signale("horaires", brut, "horaires trop longs pour être calculés, montrés tels quels"),)
    try:
        osm = valider(texte)
    except HorairesInvalides as erreur:
        if _SYNTAXE_OSM.search(texte):
            raison = f"{erreur} Montrés tels quels, rien n’est calculé."
    else:
        # Two spellings of one rule (« Mo-Fr 9:00-12:00 ») are the same hours: nothing to repair.
        return osm, "", ()
    # « 15h à18h30 »: a space that was not typed.
    lus = depuis_phrase(re.sub(r"(?<=[\dhH])\s*à\s*(?=\d)", " à ", texte))
    if lus is None:
        return "", phrase, (signale("horaires", brut, raison),)
    return lus, phrase, (repare("horaires", brut, lus, "la phrase est gardée à côté"),)
