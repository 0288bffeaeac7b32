"""A network small enough to be counted by hand, for every test of figures."""

from datetime import timedelta

from django.utils import timezone

from ateliers.nomenclature import ACCES, FORMES, METIERS, NIVEAUX, THEMES
from centres.models import Centre, Equipement
from partenaires.models import Partenaire, Partenariat
from statistiques.models import ChiffresAnnee
from tests.distribution import creer_commune, creer_federation, ecrire, faire_lieu, faire_offre, faire_structure

JOUR = timezone.localdate()
HIER = JOUR - timedelta(days=1)
DEMAIN = JOUR + timedelta(days=1)


def adherente(nom, statut, lieux=1, *, federation=None, reseaux=(), animateurs=None, par_semaine=None, **champs):
    """Return an unsaved member with its places, the first the principal one."""
    structure = faire_structure(
        nom=nom,
        federation=federation or creer_federation(),
        reseaux=[[r, f"https://{r}.example.org/x"] for r in reseaux],
    )
    centre = Centre(
        structure=structure, statut=statut, agrement="centre_social", adhesion_annee=JOUR.year,
        animateurs=animateurs, personnes_par_semaine=par_semaine,
    )  # fmt: skip
    places = [faire_lieu(structure, nom=f"{nom} {n}", principal=n == 0, **champs) for n in range(lieux)]
    return structure, centre, places


def dispo(valeur, *, il_y_a=0, **champs):
    return {"dispo": valeur, "dispo_le": JOUR - timedelta(days=il_y_a), "dispo_voie": "ecran", **champs}


def peupler():
    """Four counted members (two of each statut), and everything that must not be counted beside them."""
    creteil, ivry = creer_commune("94028"), creer_commune("94041")
    a, ca, (la, annexe) = adherente(
        "A", "associatif", 2, commune=creteil, reseaux=("facebook", "tiktok"), animateurs=1, par_semaine=40
    )
    b, cb, (lb,) = adherente("B", "associatif", commune=creteil, reseaux=("facebook",), animateurs=2, par_semaine=20)
    c, cc, (lc,) = adherente("C", "municipal", commune=ivry, animateurs=0)
    d, cd, (ld,) = adherente("D", "municipal", commune=ivry, etat="suspendu", suspendu_jusqu_au=DEMAIN)
    # Outside: without a published place, not a member, archived, of another federation.
    e, ce, (le,) = adherente("E", "municipal", etat="brouillon")
    f, cf, (lf,) = adherente("F", "municipal", commune=ivry, reseaux=("facebook",))
    cf.adhesion_annee = None
    g, cg, (lg,) = adherente("G", "municipal", reseaux=("facebook",))
    g.archivee_le, g.archivee_voie = HIER, "ecran"
    h, ch, (lh,) = adherente("H", "associatif", federation=creer_federation("autre"), reseaux=("facebook",))
    emmaus = faire_structure(nom="Emmaüs des Tests", nature="partenaire")
    mairie = faire_structure(nom="Mairie des Tests", nature="partenaire")
    partenaires = [Partenaire(structure=emmaus, mediation_numerique=True), Partenaire(structure=mairie)]

    ecrivain = {"metiers": METIERS["ecrivain_public"].masque, "themes": THEMES["courrier"].masque}
    rdv = {"acces": ACCES["rdv"].masque, "formes": FORMES["individuel"].masque}
    perfectionnement = {"nature": "cycle", "niveaux": NIVEAUX["avance"].masque, "themes": THEMES["bureautique"].masque}
    emploi = {"nature": "atelier", "themes": THEMES["emploi"].masque}
    inscription = {"nature": "atelier", "acces": ACCES["inscription"].masque, "themes": THEMES["parentalite"].masque}
    offres = [
        # At A: by the partner that comes (it counts for A), full for a while, and by A itself, this week.
        faire_offre(la, structure=emmaus, **ecrivain, **rdv, **dispo("complet", dispo_jusqu_au=DEMAIN)),
        faire_offre(annexe, **rdv, **dispo("cette_semaine"), metiers=METIERS["conseiller_numerique"].masque),
        faire_offre(la, **perfectionnement),
        # At B: what was said of room is too old; a draft, an ended cycle and a closed one count for nothing.
        faire_offre(lb, **rdv, **dispo("cette_semaine", il_y_a=40)),
        faire_offre(lb, etat="brouillon", **ecrivain),
        faire_offre(lb, fin=HIER, **perfectionnement),
        faire_offre(lb, etat="clos", **emploi),
        faire_offre(lb, **inscription, **dispo("attente")),
        # At C: the end of today still counts; elsewhere than at its place too.
        faire_offre(lc, fin=JOUR, **emploi),
        faire_offre(lc, **rdv, **dispo("plus_un_mois")),
        faire_offre(None, structure=c, mode="telephone", zone="|94|", telephone="+33199000000",
                    themes=THEMES["creation"].masque),
        # At D: nothing but one without appointment.
        faire_offre(ld, acces=ACCES["sans_rdv"].masque, nature="acces_libre", themes=THEMES["acces"].masque),
        # At those outside.
        *(faire_offre(lieu, **ecrivain) for lieu in (le, lf, lg, lh)),
    ]  # fmt: skip
    structures = [a, b, c, d, e, f, g, h, emmaus, mairie]
    equipements = [
        Equipement(lieu=la, salle_dediee=False, ordinateurs_fixes=6, wifi_public=True, a_renouveler=True),
        Equipement(lieu=annexe, salle_dediee=True, ordinateurs_portables=3, a_renouveler=False),
        Equipement(lieu=lb, salle_dediee=False, ordinateurs_fixes=0, ordinateurs_portables=4, wifi_public=False),
        Equipement(lieu=lc, ordinateurs_fixes=2),
        Equipement(lieu=lf, ordinateurs_fixes=90, salle_dediee=True),
    ]
    partenariats = [
        Partenariat(centre=a, partenaire=emmaus, debut=HIER),
        Partenariat(centre=b, partenaire=mairie, fin=JOUR),
        Partenariat(centre=c, partenaire=emmaus, fin=HIER),
        Partenariat(centre=d, partenaire=emmaus, debut=DEMAIN),
        Partenariat(centre=f, partenaire=emmaus),
    ]
    lieux = [la, annexe, lb, lc, ld, le, lf, lg, lh]
    ecrire(*structures, *(ca, cb, cc, cd, ce, cf, cg, ch), *partenaires, *lieux, *equipements, *partenariats, *offres)
    an = JOUR.year - 1
    for structure, annee, accueillies, ateliers in (
        (a, an, 1000, 200), (b, an, 500, None), (c, an, None, None), (e, an, 9000, 9000), (h, an, 7000, 7000),
        (a, JOUR.year, 10, 10), (d, an - 1, 4, 4),
    ):  # fmt: skip
        ChiffresAnnee.objects.create(
            structure=structure, annee=annee, personnes_accueillies=accueillies, personnes_ateliers=ateliers,
            saisi_le=HIER, saisi_voie="ecran",
        )  # fmt: skip
    return creer_federation()
