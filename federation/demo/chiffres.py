"""What the structures answered for last year, and what the network counted to these last months: invented, seeded."""

from datetime import date, timedelta

from core.voies import Voie
from federation.demo.reseau import Reseau
from federation.demo.tirage import des
from statistiques.indicateurs import Genre, Resultat, indicateurs
from statistiques.instantanes import instantane
from statistiques.models import ChiffresAnnee, Instantane

SANS_REPONSE = 8  # of the 42
MOIS = 11


def repondre(reseau: Reseau) -> None:
    """Write the yearly answers of most structures: about a thousand people each, as in the survey."""
    ordre = sorted(reseau.centres, key=lambda s: des("répond", s.uid).random())
    chiffres = []
    for structure in sorted(ordre[SANS_REPONSE:], key=lambda s: s.uid):
        hasard = des("chiffres", structure.uid)
        accueillies = hasard.choice((320, 450, 600, 750, 820, 900, 960, 1050, 1100, 1240, 1400, 1750, 2300))
        chiffres.append(
            ChiffresAnnee(
                structure=structure,
                annee=reseau.today.year - 1,
                personnes_accueillies=accueillies + hasard.randrange(0, 40),
                personnes_ateliers=accueillies // hasard.choice((4, 5, 6, 8)) if hasard.random() < 0.9 else None,
                saisi_le=reseau.today - timedelta(days=hasard.randrange(3, 60)),
                saisi_voie=Voie.ECRAN,
            )
        )
    ChiffresAnnee.objects.bulk_create(chiffres)


def se_souvenir(reseau: Reseau) -> None:
    """Write the counts of the past months: a little less each month back, never more than there was to count."""
    mois = reseau.today.replace(day=1)
    resultats = [r for r in indicateurs(reseau.federation, reseau.today).resultats.values() if r.valeur is not None]
    anciens = []
    for recul in range(1, MOIS + 1):
        mois = (mois - timedelta(days=1)).replace(day=1)
        anciens += [_ancien(reseau, r, mois, recul) for r in resultats]
    Instantane.objects.bulk_create(anciens)


def _ancien(reseau: Reseau, resultat: Resultat, mois: date, recul: int) -> Instantane:
    ligne = instantane(reseau.federation, resultat, mois)
    hasard = des("instantané", resultat.indicateur.cle, recul)
    if resultat.indicateur.genre == Genre.PART and resultat.indicateur.cle not in ("associatif", "municipal"):
        recul_de_l_indicateur = des("recul", resultat.indicateur.cle).choice((0, 0.3, 0.5, 0.8))
        moins = round(recul * recul_de_l_indicateur) + hasard.choice((0, 0, 0, 1))
        # What is lacking was more lacking.
        sens = 1 if resultat.indicateur.cle.startswith(("communes_sans", "activites_saturees", "a_renouveler")) else -1
        ligne.numerateur = min(max((ligne.numerateur or 0) + sens * moins, 0), ligne.denominateur)
        ligne.valeur = 100 * ligne.numerateur / ligne.denominateur
    elif resultat.indicateur.genre == Genre.MOYENNE and ligne.numerateur is not None:
        ligne.numerateur = float(round(ligne.numerateur * (1 - 0.01 * recul)))
        ligne.valeur = ligne.numerateur / ligne.denominateur
    return ligne
