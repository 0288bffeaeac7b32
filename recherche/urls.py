"""Public addresses: the uid decides, the slug behind it is decoration."""

from django.urls import path

import core.converters  # noqa: F401  registers « uid » and « decor »
from recherche import hors_ligne, suggestions, views

app_name = "recherche"
urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("f/<slug:slug>/", views.federation, name="federation"),
    path("pres/", suggestions.pres, name="pres"),
    path("f/<slug:slug>/pres/", suggestions.pres, name="pres_federation"),
    path("pres/suggestions", suggestions.suggestions_json, name="suggestions"),
    path("carte/points.json", views.points_json, name="points"),
    path("carte/amas.json", views.amas_json, name="amas"),
    path("carte/communes.json", views.carte_communes, name="carte_communes"),
    path("carte/lieu/<int:pk>/", views.carte_lieu, name="carte_lieu"),
    path("lieux/<uid:uid><decor:slug>/", views.lieu, name="lieu"),
    path("lieux/<uid:uid><decor:slug>/semaine/", views.semaine_du_lieu, name="semaine"),
    path("photos/<slug:nom>.webp", views.photo, name="photo"),
    path("rien-trouve/", views.rien_trouve, name="rien_trouve"),
    path("sans-internet/", views.sans_internet, name="sans_internet"),
    path("offres/<uid:uid><decor:slug>/", views.offre, name="offre"),
    path("ecrivains-publics/", views.ecrivains_publics, name="ecrivains_publics"),
    path("conseillers-numeriques/", views.conseillers_numeriques, name="conseillers_numeriques"),
    path("aide/", views.aide, name="aide"),
    path("accessibilite/", views.accessibilite, name="accessibilite"),
    path("mentions/", views.mentions, name="mentions"),
    path("style/", views.style_guide, name="style"),
    path("sante", views.sante, name="sante"),
    path("plan.xml", views.plan, name="plan"),
    path("plan-<slug:section>.xml", views.plan_partie, name="plan_partie"),
    path("robots.txt", views.robots, name="robots"),
    path("app.webmanifest", hors_ligne.manifeste, name="manifeste"),
    path("service-worker.js", hors_ligne.service_worker, name="service_worker"),
    path("hors-ligne/", hors_ligne.page, name="hors_ligne"),
    path("hors-ligne/<slug:code>.json", hors_ligne.annuaire_json, name="annuaire"),
    path("favicon.ico", views.favicon, name="favicon"),
]
