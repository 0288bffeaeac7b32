"""Hours: read them, say when they open, say them in French. Pure Python: no model, no clock."""

from structures.horaires.calendrier import calendrier_connu, jour_ferie, vacances, zone_scolaire
from structures.horaires.creneaux import creneaux, semaine_simple
from structures.horaires.etat import Etat, JourTable, etat, table_semaine
from structures.horaires.lecture import depuis_phrase
from structures.horaires.mots import date_en_francais, heure, jour_en_francais, plage
from structures.horaires.occurrences import a_confirmer, heures_en_francais, intervalles, moment
from structures.horaires.phrases import dicible, en_francais
from structures.horaires.regle import lisible, valider
from structures.horaires.valeurs import Fermee, HorairesInvalides, Intervalle, Ouverture, Regle

__all__ = [
    "Etat",
    "Fermee",
    "HorairesInvalides",
    "Intervalle",
    "JourTable",
    "Ouverture",
    "Regle",
    "a_confirmer",
    "calendrier_connu",
    "creneaux",
    "date_en_francais",
    "depuis_phrase",
    "dicible",
    "en_francais",
    "etat",
    "heure",
    "heures_en_francais",
    "intervalles",
    "jour_en_francais",
    "jour_ferie",
    "lisible",
    "moment",
    "plage",
    "semaine_simple",
    "table_semaine",
    "vacances",
    "valider",
    "zone_scolaire",
]
