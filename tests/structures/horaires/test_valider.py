"""What hours are accepted, in what form they are kept, and how they are refused."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from structures.horaires import HorairesInvalides, valider


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  \n ", ""),
        ("  Mo-Fr   09:00-12:00 ", "Mo-Fr 09:00-12:00"),
        ("Mo-Fr 9:00-12:00", "Mo-Fr 09:00-12:00"),
        ("mo-fr 09:00 – 12:00", "Mo-Fr 09:00-12:00"),
        ("Mo-Fr: 09:00-12:00", "Mo-Fr 09:00-12:00"),
        ("Mo-Fr, 09:00-12:00", "Mo-Fr 09:00-12:00"),
        ("Mo-Fr 09:00-12:00;", "Mo-Fr 09:00-12:00"),
        # The library reads the next two as every day from 14:00, and as open all Monday and Wednesday.
        ("Mo-Fr 09:00-12:00, 14:00-17:00", "Mo-Fr 09:00-12:00,14:00-17:00"),
        ("Mo, We, Fr 10:00-11:00", "Mo,We,Fr 10:00-11:00"),
        ("Mo 10:00-12:00,Tu 14:00-16:00", "Mo 10:00-12:00, Tu 14:00-16:00"),
        ("week 2-52/2 Th 14:00-17:00", "week 02-52/2 Th 14:00-17:00"),
        ("th[1,3] 14:00-17:00", "Th[1,3] 14:00-17:00"),
        ("Th[1-2],Mo[-1] 14:00-17:00", "Th[1,2],Mo[-1] 14:00-17:00"),
        ("2026 Sep-2027 Jun Mo 10:00-12:00", "2026 Sep 1-2027 Jun 30 Mo 10:00-12:00"),
        ("2026 Nov 2-5 10:00-11:00", "2026 Nov 2-2026 Nov 5 10:00-11:00"),
        # Without a colon, the library opens all of January to March.
        ("Jan-Mar,Sep Mo[1] 09:00-12:00", "Jan-Mar,Sep: Mo[1] 09:00-12:00"),
        ("Jul-Aug closed", "Jul-Aug off"),
        ("24/7; ph off", "24/7; PH off"),
        ("Feb 29 10:00-12:00", "Feb 29 10:00-12:00"),
        ("SH Mo-Fr 10:00-12:00", "SH Mo-Fr 10:00-12:00"),
        ("Mo-Fr,PH 10:00-12:00", "Mo-Fr,PH 10:00-12:00"),
        ('Mo 10:00-12:00 "sur  rendez-vous"', 'Mo 10:00-12:00 "sur rendez-vous"'),
        ('Mo 10:00-12:00 || unknown "sur rendez-vous"', 'Mo 10:00-12:00 || "sur rendez-vous"'),
        ("Fr 22:00-26:00", "Fr 22:00-02:00"),
        # Written first, it would be replaced on every weekday.
        ("PH off; Mo-Fr 09:00-12:00", "Mo-Fr 09:00-12:00; PH off"),
        ("PH off; SH Mo-Fr 10:00-12:00", "SH Mo-Fr 10:00-12:00; PH off"),
        ("PH off; May 8 10:00-12:00", "PH off; May 8 10:00-12:00"),
        ("Mo 10:00-12:00; SH off; SH Tu 10:00-12:00", "Mo 10:00-12:00; SH off; SH Tu 10:00-12:00"),
        ("SH,PH off; Mo-Fr 09:00-12:00; Sa 09:00-10:00", "Mo-Fr 09:00-12:00; Sa 09:00-10:00; PH,SH off"),
    ],
)
def test_usual_form(typed, kept):
    assert valider(typed) == kept
    assert valider(kept) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Feb 30", "n’existe pas dans le calendrier"),
        ("Feb 30 10:00-12:00", "n’existe pas dans le calendrier"),
        ("Apr 31-May 2 off", "n’existe pas dans le calendrier"),
        ("2027 Feb 29 10:00-12:00", "n’existe pas dans le calendrier"),
        ("32:00", "début et la fin"),
        ("Mo 10:00", "début et la fin"),
        ("Mo 10:00-32:00", "n’existe pas"),
        ("Mo 09:60-10:00", "n’existe pas"),
        ("Mo 24:00-25:00", "n’existe pas"),
        ("Mo 12:00-09:00", "l’heure de fin vient avant"),
        ("Mo 10:00-10:00", "même heure"),
        ("Mo 09:00+", "heure de fin"),
        ("Mo-Fr", "ne donne pas d’heures"),
        ('"sur rendez-vous"', "ne donne pas d’heures"),
        ("Mo-Fr 9-12", "n’est pas compris"),
        ("Mo 9h-12h", "deux-points"),
        ("lundi 09:00-12:00", "Mo, Tu, We"),
        ("Mo 09:00-12:00 Tu 09:00-12:00", "n’est pas compris"),
        ("Mo 09:00-12:00,", "virgule"),
        ('Mo 09:00-12:00 "libre", 14:00-17:00', "redonnez les jours"),
        ("sunrise-sunset", "dates et des heures"),
        ("easter off", "dates et des heures"),
        ("Nov 5 -1 day 10:00-11:00", "donnez les dates"),
        ("Mo 09:00-12:00 unknown", "unknown"),
        ("Mo 09:00-12:00 || Tu 10:00-12:00", "commentaire"),
        ("week 54 Mo 10:00-11:00", "1 à 53"),
        ("week 45-10 Mo 10:00-11:00", "1 à 53"),
        ("Mo[0] 10:00-11:00", "rang"),
        ("Mo[4-2] 10:00-11:00", "rang"),
        ("2026 Dec 20-Jan 5 off", "deux années"),
        ("Nov 12-Nov 10 off", "précède"),
        ("Nov 2-2026 Nov 5 10:00-11:00", "année aux deux bouts"),
        ("1850 Mo 10:00-11:00", "année"),
        # The second takes the place of the first: the morning would be lost.
        ("Mo-Fr 09:00-12:00; Mo-Fr 14:00-17:00", "le remplace"),
        ("Jul-Aug Mo 10:00-12:00; Mo-Fr 14:00-16:00", "le remplace"),
        ("Mo 09:00-12:00\x00", "invisible"),
        ("Mo\x07 09:00-12:00", "invisible"),
        ("Mo 09:00-12:00; " * 40, "trop longs"),
    ],
)
def test_refused_with_what_to_do(typed, said):
    with pytest.raises(HorairesInvalides, match=said):
        valider(typed)


FRAGMENTS = [
    *re.findall(r"\S+", "Mo Tu We Th Fr Sa Su PH SH Jan Feb Dec week off open unknown 24/7 2026 1 2 30 31 53"),
    *re.findall(r"\S+", "09:00 12:00 22:00 - , ; : || [ ] / + 02-52/2 09:00-12:00 14:00-17:00 22:00-02:00 easter"),
    *(" ", "  ", '"', "\x00", "é", "²", "١", "\ud800"),
]


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join)))
def test_any_text_is_kept_or_refused_in_french(text):
    try:
        kept = valider(text)
    except HorairesInvalides as refused:
        kept = ""
        message = str(refused)
    else:
        message = "Rien à dire."
    assert message.endswith(".")
    assert valider(kept) == kept
