"""The calendars in the matrix of rights: open to everybody, a draft's to nobody."""

from tests.outils.roles import OUVERT, PERSONNE_N_ECRIT, ROLES

AGENDAS = {
    "echanges:agenda": ("/agenda.ics?tout=1", OUVERT, PERSONNE_N_ECRIT),
    "echanges:agenda_lieu": ("/lieux/{lieu.uid}/agenda.ics", OUVERT, PERSONNE_N_ECRIT),
    "echanges:agenda_lieu, brouillon": (
        "/lieux/{brouillon.uid}/agenda.ics",
        dict.fromkeys(ROLES, "0"),
        PERSONNE_N_ECRIT,
    ),
    "echanges:agenda_offre": ("/offres/{offre.uid}/agenda.ics", OUVERT, PERSONNE_N_ECRIT),
}
