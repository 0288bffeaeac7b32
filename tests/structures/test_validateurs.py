"""What a field refuses, said in French."""

import pytest
from django.core.exceptions import ValidationError

from structures.validators import valider_heures, valider_reseaux, valider_rna, valider_siret, valider_typologies


@pytest.mark.parametrize(
    ("valider", "bon", "mauvais"),
    [
        (valider_heures, "09:00-12:00,14:00-17:00", "de 9 h à 12 h"),
        (valider_siret, "73282932000074", "73282932000075"),
        (valider_siret, "73282932000074", "732 829 320 00074"),
        (valider_rna, "W941234567", "941234567"),
        (valider_typologies, ["CS", "EVS"], ["cs"]),
        (valider_reseaux, [["facebook", "https://example.org/nous"]], [["facebook", "javascript:alert(1)"]]),
        (valider_reseaux, [], [["inconnu", "https://example.org/"]]),
    ],
)
def test_right_is_taken_and_wrong_is_said(valider, bon, mauvais):
    valider(bon)
    with pytest.raises(ValidationError):
        valider(mauvais)
