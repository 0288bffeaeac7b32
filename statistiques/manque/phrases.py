"""What is missing, in words: « une permanence d’écrivain·e public·que (soir, gratuit) qui a de la place »."""

from ateliers.nomenclature import Nature
from core.templatetags.core import choisis
from core.textes import accord
from recherche.phrases import de_la_commune
from statistiques.manque.calcul import PORTEE_KM, Ligne
from statistiques.manque.forms import Question

NBSP = "\u00a0"
NATURES = {
    Nature.PERMANENCE: "une permanence",
    Nature.ATELIER: "un atelier",
    Nature.CYCLE: "un cycle d’ateliers",
    Nature.ACCOMPAGNEMENT: "un accompagnement individuel",
    Nature.ACCES_LIBRE: "un accès libre",
    Nature.EVENEMENT: "un événement",
    Nature.PRET: "un prêt aux habitants",
}


def quoi(question: Question) -> str:
    """Return what is looked for, as a noun that begins with « un » or « une »."""
    form, criteres = question.recherche, question.criteres
    natures, metiers = criteres.natures, choisis(form["metier"])
    nom = NATURES[Nature(natures[0])] if len(natures) == 1 else "une permanence" if metiers else "une activité"
    if metiers:
        nom += " " + " ou ".join(_de(metier[:1].lower() + metier[1:]) for metier in metiers)
    if criteres.q:
        nom += f" pour «{NBSP}{criteres.q}{NBSP}»"
    if themes := choisis(form["theme"]):
        nom += " pour " + " ou ".join(f"«{NBSP}{theme}{NBSP}»" for theme in themes)
    formes = choisis(form["nature"]) if len(natures) > 1 else []
    precisions = [
        *formes,
        *choisis(
            *(form[n] for n in ("jour", "moment", "sans_rdv", "gratuit", "fauteuil", "sans_condition")),
            *(form[n] for n in ("aidants_connect", "public", "posture", "langue", "type", "lieu")),
        ),
    ]
    if precisions:
        nom += f" ({', '.join(p[:1].lower() + p[1:] for p in precisions)})"
    return f"{nom} qui a de la place" if criteres.place else nom


def _de(nom: str) -> str:
    return f"d’{nom}" if nom[0] in "aeiouyéèêîh" else f"de {nom}"


def en_personnes(nombre: int) -> str:
    """Return « 12 400 habitant·es »."""
    return accord(nombre, "habitant·e", "habitant·es")


def en_pourcent(part: float) -> str:
    """Return a share in whole per cent, never 0 nor 100 for what is neither nothing nor all."""
    pourcent = round(part * 100)
    if part > 0 and pourcent == 0:
        return f"moins de 1{NBSP}%"
    if part < 1 and pourcent == 100:
        pourcent = 99
    return f"{pourcent}{NBSP}%"


def arrondi(nombre: int) -> int:
    """Return an estimate to the hundred, to the ten when it is small: people were not counted one by one."""
    return round(nombre, -2) if nombre >= 1000 else round(nombre, -1) if nombre >= 100 else nombre


def phrase_de_la_commune(ligne: Ligne, km: int, nom: str) -> str:
    """Return who is far from what in a commune, as one sentence."""
    ou = f"sont à plus de {km}{NBSP}km d’{nom}."
    habitants = de_la_commune(ligne.commune.nom)
    if ligne.points_loin == ligne.points:
        return f"Les {en_personnes(ligne.loin)} {habitants} {ou}"
    return f"Environ {en_personnes(arrondi(ligne.loin))} {habitants} {ou}"


def phrase_du_gain(ligne: Ligne, km: int) -> str:
    """Return how many people one more place would bring near."""
    seraient = "serait" if ligne.gain < 2 else "seraient"
    return f"{en_personnes(arrondi(ligne.gain))} de plus {seraient} à moins de {km}{NBSP}km."


def distance_dite(km: float | None) -> str:
    """Return how far the nearest place is: « 4,2 km », « plus de 15 km »."""
    if km is None:
        return f"plus de {PORTEE_KM:.0f}{NBSP}km"
    return f"{km:.1f}{NBSP}km".replace(".", ",")
