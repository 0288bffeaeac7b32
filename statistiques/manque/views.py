"""« Où manque-t-il une permanence ? », for those who run a network."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes.models import Federation
from core.tableur import format_demande, reponse_tableau, telechargements
from statistiques.manque.forms import Question
from statistiques.manque.phrases import quoi
from statistiques.manque.presentation import montrer
from statistiques.manque.queries import ou_manque as chercher
from statistiques.manque.tableaux import table_des_manques


@require_safe
def ou_manque(request: HttpRequest, slug: str) -> HttpResponse:
    """Who lives far from an open place, and where one more would help most; the question is the search's."""
    federation = get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)
    now = timezone.now()
    question = Question(request.GET)
    nom = quoi(question)
    reponse = chercher(federation, question.criteres, km=question.km, now=now)
    if format_ := format_demande(request):
        return reponse_tableau(table_des_manques(federation, reponse, nom, timezone.localdate(now)), format_)
    contexte = {
        "federation": federation,
        "form": question.recherche,
        "distance": question.distance,
        "avis": question.messages,
        "reponse": montrer(federation, reponse, nom, ordre=question.ordre, parametres=question.parametres),
        "km": question.km,
        "telecharger": telechargements(request),
        "page_active": "espace",
    }
    return render(request, "statistiques/manque.html", contexte)
