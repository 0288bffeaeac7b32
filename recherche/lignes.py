"""The columns of an activity as search reads it: `queries.Question` writes them, the order and the counts read them.

A row is a plain tuple: a big city has thousands of them a question, and most are only counted.
"""

Ligne = tuple
LIEU, LATITUDE, LONGITUDE, MANQUE, TRAITS_A, TRAITS_B, TRAITS_C, ETAT, SUITE, OFFRE = range(10)
# Only for an order that is not distance alone.
STRUCTURE, PROCHAINE, COMMUNE, NOM = range(10, 14)

TRAITS = {"traits_a": TRAITS_A, "traits_b": TRAITS_B, "traits_c": TRAITS_C}
# ETAT: what is said of room, while it counts, and freshness.
COMPLETE, PLACE, ATTENTE, VIEILLE = 1, 2, 4, 8
# SUITE: when the first session of the coming week is.
EN_COURS, CE_JOUR, CETTE_SEMAINE = 1, 2, 3
