"""« Où manque-t-il une permanence ? »: who lives far from an open place, and where one more would help most.

`territoire.py` where people are counted · `calcul.py` who is far, and the ranking: both pure · `queries.py` what they
are given · `phrases.py`, `carte.py`, `tableaux.py` what is shown. The rules are told in docs/ou-manque.md.
"""
