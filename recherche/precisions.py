"""Words of a question that are another criterion: « demain », « gratuit », « en arabe ».

They are dropped from the search of words (`synonymes.AUTRES_CRITERES`) and never acted upon: a sentence may deny them
(« pas gratuit »). Each is proposed, one tap away, with what it would leave.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ateliers.nomenclature import JOURS, JOURS_LABELS, LANGUES, MOMENTS, MOMENTS_LABELS, PUBLICS
from core.textes import mots
from structures.horaires import jour_en_francais

Valeurs = dict[str, tuple[str, ...]]


class Precision(NamedTuple):
    """What was said, and the fields of the form that say it."""

    texte: str
    valeurs: Valeurs
    dits: frozenset[str]  # the folded words


_PUBLICS = {
    "enfants": "enfant enfants fille filles fils",
    "jeunes": "ado adolescent adolescents ados jeune jeunes",
    "adultes": "adulte adultes",
    "seniors": "age agee agees ages senior seniors",
    "femmes": "femme femmes",
}
_GRATUIT = frozenset(["gratuit", "gratuite", "gratuitement", "gratuites", "gratuits"])
_URGENT = frozenset(["rapide", "rapidement", "urgence", "urgent", "urgente", "vite"])
_LANGUES = {mots(t.label)[0]: t for t in LANGUES if t.code not in ("fr", "lsf")}
# Each moment: the words that say it, then as it is said alone, and of this very day.
_MOMENTS = {
    "matin": (("matin",), "le matin", "ce matin"),
    "apres-midi": (("apres", "midi"), "l’après-midi", "cet après-midi"),
    "soir": (("soir",), "le soir", "ce soir"),
}
JOURS_URGENTS = 2  # « aujourd’hui ou demain », the first of the form's quick choices


def precisions(q: str, ignores: Sequence[str], *, today: date) -> list[Precision]:
    """Return the criteria that these words, typed and dropped, would be; time first, each once."""
    plies = {m for brut in ignores for m in mots(brut)}
    dites = [_temps(" ".join(mots(q)), plies, today)]
    if urgents := plies & _URGENT:
        avant = today + timedelta(days=JOURS_URGENTS)
        texte = f"ce qui se peut avant le {jour_en_francais(avant, today)}"
        dites.append(Precision(texte, {"avant": (avant.isoformat(),)}, frozenset(urgents)))
    if gratuits := plies & _GRATUIT:
        dites.append(Precision("gratuit", {"gratuit": ("on",)}, frozenset(gratuits)))
    for code, formes in _PUBLICS.items():
        if siens := plies & set(formes.split()):
            dites.append(Precision(f"pour {PUBLICS[code].label.lower()}", {"public": (code,)}, frozenset(siens)))
    langues: dict[str, set[str]] = {}
    for mot in sorted(plies & _LANGUES.keys()):
        langues.setdefault(_LANGUES[mot].code, set()).add(mot)
    if len(langues) == 1:  # the form asks for one
        [(code, siens)] = langues.items()
        dites.append(Precision(f"en {LANGUES[code].label}", {"langue": (code,)}, frozenset(siens)))
    return [d for d in dites if d is not None]


def _temps(q: str, plies: set[str], today: date) -> Precision | None:
    """Return the days and the moments that were said, as one criterion."""
    valeurs: Valeurs = {}
    jours = {n for n, nom in enumerate(JOURS_LABELS) if nom in plies}
    quels = " ou ".join(JOURS_LABELS[j] for j in sorted(jours))
    if "weekend" in plies:
        jours |= {5, 6}
        quels = "le week-end"
    if "demain" in plies:
        jours = {(today + timedelta(days=1)).weekday()}
        quels = f"demain, {JOURS_LABELS[min(jours)]}"
        valeurs["quand"] = ("semaine",)
    moments = [code for code in MOMENTS if plies.issuperset(_MOMENTS[code][0])]
    seuls = []
    for code in moments:
        _, habituel, de_ce_jour = _MOMENTS[code]
        if not jours and " ".join(mots(de_ce_jour)) in q:
            valeurs["quand"] = ("aujourdhui",)
            seuls.append(de_ce_jour)
        else:
            seuls.append(habituel)
    if jours:
        valeurs["jour"] = tuple(JOURS[j] for j in sorted(jours))
    if moments:
        valeurs["moment"] = tuple(moments)
    if not valeurs:
        return None
    noms = [MOMENTS_LABELS[MOMENTS.index(code)] for code in moments]
    texte = " ".join([quels, " ou ".join(noms)]).strip() if jours else " ou ".join(seuls)
    dits = plies & {*JOURS_LABELS, "weekend", "demain", *(m for code in moments for m in _MOMENTS[code][0])}
    return Precision(texte, valeurs, frozenset(dits))
