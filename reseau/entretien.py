"""The night's work of « Entre nous »."""

from datetime import datetime

from core.registre import quotidien
from core.textes import accord
from core.travailleur import PARIS
from reseau.actions.agenda import fermer_les_liens_des_parties, liberer_les_places, oublier_les_inscriptions
from reseau.actions.annonces import clore_les_expirees, oublier_les_messages, rappeler_les_fins
from reseau.lettre import ecrire_les_lettres

quotidien("lettre du mois")(ecrire_les_lettres)


@quotidien("annonces")
def tenir_les_annonces(now: datetime) -> str:
    """Close the announcements whose day has passed, tell the ends to come, erase old messages."""
    today = now.astimezone(PARIS).date()
    closes = clore_les_expirees(now, today)
    rappels = rappeler_les_fins(now, today)
    oublies = oublier_les_messages(now)
    return (
        f"{accord(closes, 'annonce')} à leur terme, {accord(rappels, 'rappel')}, {accord(oublies, 'message')} effacés"
    )


@quotidien("agenda")
def tenir_l_agenda(now: datetime) -> str:
    """Give back the places of those who left, close their calendars, erase who came a year ago."""
    fermer_les_liens_des_parties()
    liberees, oubliees = liberer_les_places(now), oublier_les_inscriptions(now)
    faites = (
        accord(liberees, "place rendue", "places rendues"),
        accord(oubliees, "inscription effacée", "inscriptions effacées"),
    )
    return ", ".join(faites)
