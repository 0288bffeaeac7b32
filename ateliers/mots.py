"""The folded words of an activity: what « q » looks for, one row a word, prefixes by a range on the index."""

from collections.abc import Iterable

from ateliers.models import Mot, Offre
from ateliers.nomenclature import METIERS, THEMES, Nature
from core.textes import mots

VIDES = frozenset(
    mots(
        "a à au aux avec ce ces chez dans de des du en et la le les leur mes mon ne ou où par pas pour près que qui sa "
        "se ses son sur un une vos votre vous"
    )
)
# The inclusive dot splits words that people type whole.
_METIERS = {
    "ecrivain_public": "écrivain écrivaine public publique écrivains publics",
    "conseiller_numerique": "conseiller conseillère numérique",
    "charge_numerique": "chargé chargée numérique animateur multimédia",
    "referent_famille": "référent référente famille",
    "animateur": "animateur animatrice",
    "promeneur_net": "promeneur promeneuse net",
    "benevole": "bénévole",
    "intervenant_exterieur": "intervenant intervenante",
    "agent_accueil": "accueil",
    "juriste": "juriste",
}


def mots_cherches(texte: str) -> list[str]:
    """Return the folded words of a question, without the little words."""
    return [m[:40] for m in mots(texte) if m not in VIDES][:12]


def mots_de(offre: Offre) -> set[str]:
    """Return the folded words by which an activity is found; none for what search never shows.

    Typos are mended with these words: those of a draft would say that it exists.
    """
    if offre.visible_des is None:
        return set()
    textes = [
        offre.nom,
        Nature(offre.nature).label,
        offre.structure.nom,
        *THEMES.labels(offre.themes),
        *(_METIERS[c] for c in METIERS.codes(offre.metiers)),
    ]
    if offre.lieu:
        textes += [offre.lieu.nom, offre.lieu.commune.nom]
    if offre.aidants_connect:
        textes.append("Aidants Connect")
    return {m[:40] for t in textes for m in mots(t) if m not in VIDES}


def reconstruire(offres: Iterable[Offre]) -> int:
    """Bring the stored words of these activities in line; return how many rows changed."""
    offres = list(offres)
    actuels: dict[int, dict[str, int]] = {o.pk: {} for o in offres}
    for debut in range(0, len(offres), 500):
        ids = [o.pk for o in offres[debut : debut + 500]]
        for pk, offre_id, mot in Mot.objects.filter(offre_id__in=ids).values_list("pk", "offre_id", "mot"):
            actuels[offre_id][mot] = pk
    a_creer, a_retirer = [], []
    for offre in offres:
        attendus = mots_de(offre)
        a_creer += [Mot(offre=offre, mot=m) for m in sorted(attendus - set(actuels[offre.pk]))]
        a_retirer += [pk for m, pk in actuels[offre.pk].items() if m not in attendus]
    for debut in range(0, len(a_retirer), 500):
        Mot.objects.filter(pk__in=a_retirer[debut : debut + 500]).delete()
    Mot.objects.bulk_create(a_creer, batch_size=1000)
    return len(a_creer) + len(a_retirer)
