"""The three numbers that search reads say what the activity says."""

import pytest

from ateliers.models import Offre
from ateliers.models.traits import MASQUES, PLACES, VALEURS
from ateliers.nomenclature import ACCES, PUBLICS, THEMES, Nature, bit_creneau
from core.masques import BIT_MAX
from structures.nomenclature import ACCESSIBILITES
from tests.distribution import creer_commune, creer_lieu, creer_offre, ecrire

pytestmark = pytest.mark.django_db


def porte(nom, offre):
    """Return what the database wrote at this place."""
    place = PLACES[nom]
    nombre = Offre.objects.values_list(place.colonne, flat=True).get(pk=offre.pk)
    return (nombre & place.masque) >> place.debut


def test_each_place_has_its_own_bits_and_room_for_its_list():
    for colonne in {p.colonne for p in PLACES.values()}:
        masques = [p.masque for p in PLACES.values() if p.colonne == colonne]
        assert sum(masques) < 1 << BIT_MAX + 1
        assert sum(m.bit_count() for m in masques) == sum(masques).bit_count(), "two places share a bit"
    for nom, liste in MASQUES.items():
        assert max(t.bit for t in liste) < PLACES[nom].largeur, nom
    for nom, valeurs in VALEURS.items():
        assert len(valeurs) <= PLACES[nom].largeur, nom


def test_what_is_written_is_there_and_follows_a_raw_update():
    creer_commune()
    lieu = creer_lieu(0, accessibilites=ACCESSIBILITES["fauteuil"].masque)
    offre = creer_offre(
        lieu,
        nature="cycle",
        themes=THEMES.masque(["emploi", "ia"]),
        publics=PUBLICS.masque(["seniors"]),
        acces=ACCES["inscription"].masque,
        tarif="adhesion",
        horaires="Th 14:00-17:00",
        aidants_connect=True,
    )
    ecrire(offre)
    assert porte("themes", offre) == THEMES.masque(["emploi", "ia"])
    assert porte("publics", offre) == PUBLICS.masque(["seniors"])
    assert porte("nature", offre) == 1 << Nature.values.index("cycle")
    assert porte("creneaux", offre) == bit_creneau(3, 1)
    seuls = {nom: porte(nom, offre) for nom in ("fauteuil", "aidants_connect", "adhesion", "sans_condition")}
    assert seuls == dict.fromkeys(seuls, 1)
    assert porte("gratuit", offre) == porte("sans_rdv", offre) == porte("on_vient", offre) == 0

    Offre.objects.filter(pk=offre.pk).update(tarif="gratuit", publics=0, themes=0, reserves=1)
    assert porte("gratuit", offre) == 1
    assert porte("adhesion", offre) == porte("themes", offre) == porte("sans_condition", offre) == 0
    # An audience that is not stated is every audience.
    assert porte("publics", offre) << PLACES["publics"].debut == PLACES["publics"].masque
