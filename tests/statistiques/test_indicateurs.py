"""What each indicator counts, on a network small enough to be counted by hand."""

import pytest

from centres.models import Equipement
from statistiques.indicateurs import REGISTRE, Base, Genre, Unite, indicateurs
from statistiques.indicateurs.modele import nombre, pourcentage
from statistiques.models import ChiffresAnnee
from tests.distribution import creer_federation, creer_lieu, ecrire, faire_offre
from tests.statistiques.petit_reseau import HIER, JOUR, adherente

# By hand: (numerator, denominator, not known, value).
ATTENDUS = {
    "ecrivain_public": (1, 4, 0, 25),
    "conseiller_numerique": (1, 4, 0, 25),
    "rendez_vous_individuels": (3, 4, 0, 75),
    "recherche_emploi": (1, 4, 0, 25),
    "activites_saturees": (3, 4, 3, 75),
    "attente_mediane": (None, 3, 1, 5),
    "personnes_accueillies": (1500, 2, 1, 750),
    "atelier": (3, 4, 0, 75),
    "perfectionnement": (1, 4, 0, 25),
    "creation": (1, 4, 0, 25),
    "atelier_emploi": (1, 4, 0, 25),
    "parentalite": (1, 4, 0, 25),
    "une_personne": (1, 3, 1, 100 / 3),
    "personnes_par_semaine": (60, 2, 2, 30),
    "personnes_ateliers": (200, 1, 2, 200),
    "salle_dediee": (1, 2, 2, 50),
    "ordinateurs_moyenne": (15, 3, 1, 5),
    "ordinateurs_mediane": (None, 3, 1, 4),
    "portables_seulement": (1, 3, 1, 100 / 3),
    "a_renouveler": (1, 1, 3, 100),
    "wifi_public": (1, 2, 2, 50),
    "apporter_appareil": (0, 0, 4, None),
    "partenariat": (2, 4, 0, 50),
    "mediation": (1, 4, 0, 25),
    "associatif": (2, 4, 0, 50),
    "municipal": (2, 4, 0, 50),
    "reseaux_sociaux": (2, 4, 0, 50),
    "reseau_facebook": (2, 4, 0, 50),
    "reseau_instagram": (0, 4, 0, 0),
    "reseau_whatsapp": (0, 4, 0, 0),
    "reseau_youtube": (0, 4, 0, 0),
    "reseau_linkedin": (0, 4, 0, 0),
    "reseau_x": (0, 4, 0, 0),
    "reseau_tiktok": (1, 4, 0, 25),
    "reseau_mastodon": (0, 4, 0, 0),
    "ont_repondu": (3, 4, 0, 75),
    # Two communes of the 94 are known here. A place of a structure that is no member helps a resident all the same.
    "communes_sans_ecrivain_public": (0, 2, 0, 0),
    "communes_sans_conseiller_numerique": (1, 2, 0, 50),
    "communes_sans_demarches": (0, 2, 0, 0),
    "communes_sans_atelier": (0, 2, 0, 0),
    "communes_sans_acces_libre": (1, 2, 0, 50),
}


def test_every_indicator_is_what_one_counts_by_hand(reseau):
    etat = indicateurs(reseau, JOUR)
    assert [m.nom for m in etat.faits.membres.values()] == ["A", "B", "C", "D"]
    assert etat.faits.non_publies == ["E"]
    comptes = {
        cle: (r.numerateur, r.denominateur, r.inconnus, r.valeur and pytest.approx(r.valeur))
        for cle, r in etat.resultats.items()
    }
    assert comptes == ATTENDUS
    assert (etat.faits.reponses.annee, etat.faits.reponses.derniere) == (JOUR.year - 1, HIER)


def test_a_result_is_split_by_statut_and_by_commune(reseau):
    etat = indicateurs(reseau, JOUR)
    resultat = etat.resultats["atelier"]
    assert [(nom, p.rapport_dit) for nom, p in etat.par_statut(resultat)] == [
        ("Associatives", "2 sur 2\u00a0structures"),
        ("Municipales", "1 sur 2\u00a0structures"),
    ]
    assert [(nom, p.valeur_dite) for nom, p in etat.par_commune(resultat)] == [
        ("Créteil", "100\u00a0%"),
        ("Ivry-sur-Seine", "50\u00a0%"),
    ]
    assert etat.par_statut(etat.resultats["communes_sans_atelier"]) == []


def test_the_other_federation_counts_its_own(reseau):
    etat = indicateurs(creer_federation("autre"), JOUR)
    assert [m.nom for m in etat.faits.membres.values()] == ["H"]


def test_an_empty_federation_is_counted_without_a_fault(db):
    vide = creer_federation("vide", departements=[])
    dits = [(r.valeur_dite, r.rapport_dit, r.inconnus_dits) for r in indicateurs(vide, JOUR).resultats.values()]
    assert {valeur for valeur, _, _ in dits} == {"non connu"}


def test_as_many_queries_for_few_or_many(db, compte_requetes):
    def agrandir(nombre=6):
        for n in range(nombre):
            structure, centre, (lieu,) = adherente(f"S{n}", "associatif")
            ecrire(structure, centre, lieu, Equipement(lieu=lieu), *(faire_offre(lieu) for _ in range(3)))

    agrandir(3)
    creer_lieu(2)
    compte_requetes(lambda: indicateurs(creer_federation(), JOUR), agrandir, maximum=10)


def test_the_registry_says_everything_of_each():
    assert len({i.cle for i in REGISTRE}) == len(REGISTRE)
    for i in REGISTRE:
        assert i.definition.endswith("."), i.cle
        assert (i.genre == Genre.PART) != bool(i.mesure[1]), i.cle
        assert (i.base == Base.TERRITOIRE) == (i.unite == Unite.COMMUNES), i.cle


@pytest.mark.parametrize(
    ("oui", "sur", "dit"),
    [(31, 42, "74 %"), (0, 42, "0 %"), (42, 42, "100 %"), (1, 1000, "moins de 1 %"), (999, 1000, "plus de 99 %"),
     (1, 8, "13 %"), (0, 0, "non connu")],
)  # fmt: skip
def test_a_share_is_written_as_french_does(oui, sur, dit):
    assert pourcentage(oui, sur) == dit.replace(" %", "\u00a0%")


@pytest.mark.parametrize(
    ("valeur", "dit"),
    [
        (7, "7"),
        (7.25, "7,3"),
        (1095.1, "1\u202f095"),
        (0.04, "0"),
        (42000, "42\u202f000"),
        (-0.5, "−0,5"),
        (-0.01, "0"),
    ],
)
def test_a_number_is_written_as_french_does(valeur, dit):
    assert nombre(valeur) == dit


def test_the_year_retained_is_the_one_that_more_answered(reseau):
    d, c = (m.pk for m in list(indicateurs(reseau, JOUR).faits.membres.values())[2:])
    for pk in (c, d):
        ChiffresAnnee.objects.create(structure_id=pk, annee=JOUR.year, saisi_le=JOUR, saisi_voie="ecran")
    reponses = indicateurs(reseau, JOUR).faits.reponses
    assert (reponses.annee, reponses.derniere, len(reponses.par_structure)) == (JOUR.year, JOUR, 3)
