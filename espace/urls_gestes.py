"""Addresses of the gestures: the same ones behind an account, a desk, a private link; and a mail's link."""

from django.urls import path, register_converter

import core.converters
from espace.forms.seances import GESTES
from espace.porteurs import par_action, par_action_sur_seance, par_compte, par_permanences, par_poste
from espace.views import acces, agir, place, seances


class GesteConverter(core.converters.UidConverter):
    """One of the gestures on a session."""

    regex = "|".join(GESTES)


register_converter(GesteConverter, "geste")

gestes = [
    path("espace/offres/<uid:uid>/place/", par_compte(place.place), name="place"),
    path("espace/offres/<uid:uid>/seances/", par_compte(seances.seances), name="seances"),
    path("espace/offres/<uid:uid>/a-jour/", place.offre_a_jour, name="offre_a_jour"),
    path("espace/seances/<int:pk>/<geste:geste>/", par_compte(seances.seance), name="seance"),
    path("espace/<uid:uid>/a-jour/", place.structure_a_jour, name="structure_a_jour"),
    path("espace/<uid:uid>/postes/", acces.postes, name="postes"),
    path("espace/<uid:uid>/postes/<int:pk>/revoquer/", acces.poste_revoquer, name="poste_revoquer"),
    path("espace/<uid:uid>/permanences/", acces.liens_permanences, name="permanences_liens"),
    path("espace/<uid:uid>/permanences/<uid:intervenant>/lien/", acces.lien_nouveau, name="lien_nouveau"),
    path("espace/<uid:uid>/permanences/<uid:intervenant>/revoquer/", acces.lien_revoquer, name="lien_revoquer"),
    # Without an account: the secret is in the address (docs/adr).
    path("poste/<str:jeton>/", par_poste(acces.poste), name="poste"),
    path("poste/<str:jeton>/installer/", par_poste(acces.poste_installer), name="poste_installer"),
    path("poste/<str:jeton>/offres/<uid:uid>/place/", par_poste(place.place), name="poste_place"),
    path("poste/<str:jeton>/offres/<uid:uid>/seances/", par_poste(seances.seances), name="poste_seances"),
    path("poste/<str:jeton>/seances/<int:pk>/<geste:geste>/", par_poste(seances.seance), name="poste_seance"),
    path("mes-permanences/<str:jeton>/", par_permanences(acces.permanences), name="permanences"),
    path(
        "mes-permanences/<str:jeton>/afficher/",
        par_permanences(acces.permanences_afficher),
        name="permanences_afficher",
    ),
    path(
        "mes-permanences/<str:jeton>/offres/<uid:uid>/place/",
        par_permanences(place.place),
        name="permanences_place",
    ),
    path(
        "mes-permanences/<str:jeton>/offres/<uid:uid>/seances/",
        par_permanences(seances.seances),
        name="permanences_seances",
    ),
    path(
        "mes-permanences/<str:jeton>/seances/<int:pk>/<geste:geste>/",
        par_permanences(seances.seance),
        name="permanences_seance",
    ),
    path("poste/<str:jeton>/operations/<uuid:operation>/annuler/", par_poste(place.defaire), name="poste_defaire"),
    path(
        "mes-permanences/<str:jeton>/operations/<uuid:operation>/annuler/",
        par_permanences(place.defaire),
        name="permanences_defaire",
    ),
    path("agir/<str:jeton>/operations/<uuid:operation>/annuler/", par_action(place.defaire), name="agir_defaire"),
    path("agir/<str:jeton>/", par_action(agir.agir), name="agir"),
    path("agir/<str:jeton>/seances/<int:pk>/<geste:geste>/", par_action_sur_seance(seances.seance), name="agir_seance"),
]
