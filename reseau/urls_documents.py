"""Addresses of experiences and of sheets."""

from django.urls import path

import core.converters  # noqa: F401  registers « uid »
from reseau.views import experiences, fiches

documents = [
    path("entre-nous/experiences/", experiences.liste, name="experiences"),
    path("entre-nous/experiences/nouvelle/", experiences.nouvelle, name="experience_nouvelle"),
    path("entre-nous/experiences/<uid:uid>/", experiences.experience, name="experience"),
    path("entre-nous/experiences/<uid:uid>/modifier/", experiences.modifier, name="experience_modifier"),
    path("entre-nous/experiences/<uid:uid>/archiver/", experiences.archiver, name="experience_archiver"),
    path("entre-nous/fiches/", fiches.liste, name="fiches"),
    path("entre-nous/fiches/nouvelle/", fiches.nouvelle, name="fiche_nouvelle"),
    path("entre-nous/fiches/<uid:uid>/", fiches.fiche, name="fiche"),
    path("entre-nous/fiches/<uid:uid>/fichier/", fiches.fichier, name="fiche_fichier"),
    path("entre-nous/fiches/<uid:uid>/modifier/", fiches.modifier, name="fiche_modifier"),
    path("entre-nous/fiches/<uid:uid>/archiver/", fiches.archiver, name="fiche_archiver"),
]
