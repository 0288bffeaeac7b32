"""The one worker: drains queues and long jobs, and runs the daily jobs under a lock."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import Error, IntegrityError, connection, transaction
from django.utils import timezone

from core import registre
from core.models import Passage, Presence, Travail, Verrou

journal = logging.getLogger(__name__)

PARIS = ZoneInfo("Europe/Paris")
HEURE_ENTRETIEN = 3
SILENCE_TOLERE = timedelta(hours=36)
DUREE_ENTRETIEN = timedelta(hours=2)
DUREE_TRAVAIL = timedelta(hours=6)
BATTEMENT = timedelta(minutes=1)
ABSENCE_TOLEREE = timedelta(minutes=5)


def prendre_verrou(nom: str, *, now: datetime, duree: timedelta) -> bool:
    """Take the named lock for at most `duree`; False when somebody else holds it."""
    Verrou.objects.filter(nom=nom, expire_a__lte=now).delete()
    try:
        with transaction.atomic():
            Verrou.objects.create(nom=nom, expire_a=now + duree)
    except IntegrityError:
        return False
    return True


def lacher_verrou(nom: str, *, expire_a: datetime) -> None:
    """Release the named lock, unless it ended meanwhile and somebody else took it."""
    Verrou.objects.filter(nom=nom, expire_a=expire_a).delete()


def entretenir(now: datetime) -> list[Passage]:
    """Run every daily job once and return their reports; [] when another process is at it.

    A job that fails is reported and does not stop the others.
    """
    if not prendre_verrou("entretien", now=now, duree=DUREE_ENTRETIEN):
        return []
    passages = []
    try:
        for nom, fonction in registre.quotidiens.items():
            debut = timezone.now()
            try:
                rapport, reussi = fonction(now), True
            except Exception as erreur:  # noqa: BLE001  a job's failure is its report
                journal.exception("Entretien : « %s » a échoué", nom)
                rapport, reussi = f"échec : {erreur}", False
            passages.append(
                Passage.objects.create(tache=nom, debut=debut, fin=timezone.now(), reussi=reussi, rapport=rapport[:500])
            )
    finally:
        lacher_verrou("entretien", expire_a=now + DUREE_ENTRETIEN)
    return passages


def entretien_du(now: datetime) -> bool:
    """Tell whether the daily run is due: a job that has not run since the last 3 a.m. in Paris.

    A run that was killed half-way has not run its last jobs.
    """
    local = now.astimezone(PARIS)
    echeance = local.replace(hour=HEURE_ENTRETIEN, minute=0, second=0, microsecond=0)
    if echeance > local:
        echeance -= timedelta(days=1)
    faites = set(Passage.objects.filter(debut__gte=echeance).values_list("tache", flat=True))
    return not faites.issuperset(registre.quotidiens)


def retard_entretien(now: datetime) -> timedelta | None:
    """Return how long the daily run has been silent when that is over 36 hours, else None."""
    dernier = Passage.objects.order_by("-debut").values_list("debut", flat=True).first()
    if dernier is None:
        return SILENCE_TOLERE
    silence = now - dernier
    return silence if silence > SILENCE_TOLERE else None


def se_montrer(now: datetime) -> None:
    """Write that the worker is at it, for the probes."""
    Presence.objects.update_or_create(nom="travailleur", defaults={"vu_a": now})


@contextmanager
def battre() -> Iterator[None]:
    """Show the worker at it every minute for as long as the block lasts, whatever long job it is doing.

    The thread dies with its process: what is silent for five minutes is dead, or has lost the database.
    """
    fini = threading.Event()
    fil = threading.Thread(target=_battre, args=(fini,), name="battement", daemon=True)
    fil.start()
    try:
        yield
    finally:
        fini.set()
        fil.join(timeout=5)  # it may be waiting for a database: nobody waits for it


def _battre(fini: threading.Event) -> None:
    while True:
        try:
            se_montrer(timezone.now())
        except Error as erreur:  # out of reach, or busy with a long write: the next minute says so
            journal.warning("le travailleur n’a pas pu se montrer : %s", erreur)
        finally:
            connection.close()  # that of this thread
        if fini.wait(BATTEMENT.total_seconds()):
            return


def etat_du_travailleur(now: datetime) -> str:
    """Return what the probes say of the worker: « à l’œuvre », busy with what is long, late, or never seen."""
    vu = Presence.objects.filter(nom="travailleur").values_list("vu_a", flat=True).first()
    if vu is None:
        return "jamais vu"
    if now - vu >= ABSENCE_TOLEREE:
        return f"pas vu depuis {_minutes(now - vu)} min"
    pris = Travail.objects.filter(etat=Travail.Etat.COURS).values_list("pris_a", flat=True)
    fins = Verrou.objects.filter(nom="entretien", expire_a__gt=now).values_list("expire_a", flat=True)
    debut = min([*(p for p in pris if p), *(fin - DUREE_ENTRETIEN for fin in fins)], default=now)
    return f"occupé depuis {_minutes(now - debut)} min" if now - debut >= ABSENCE_TOLEREE else "à l’œuvre"


def _minutes(duree: timedelta) -> int:
    return int(duree.total_seconds() // 60)


def prendre_travail(now: datetime) -> Travail | None:
    """Claim the oldest waiting job, or return None; two workers never claim the same one.

    A job that was under way when its worker was killed is told as failed: it may have done half of its work.
    """
    _constater_les_interrompus(now - DUREE_TRAVAIL, now=now)
    for pk in Travail.objects.filter(etat=Travail.Etat.ATTENTE).values_list("pk", flat=True)[:5]:
        prises = Travail.objects.filter(pk=pk, etat=Travail.Etat.ATTENTE).update(etat=Travail.Etat.COURS, pris_a=now)
        if prises:
            return Travail.objects.get(pk=pk)
    return None


def _constater_les_interrompus(pris_avant: datetime, *, now: datetime) -> int:
    return Travail.objects.filter(etat=Travail.Etat.COURS, pris_a__lte=pris_avant).update(
        etat=Travail.Etat.ECHEC, fini_a=now, rapport="échec : le travailleur s’est arrêté pendant ce travail."
    )


def reprendre(now: datetime) -> int:
    """Settle at once what a killed worker left under way, and return how many things.

    Only for a worker that knows itself alone: another one's work would be told as failed while it lasts.
    """
    interrompus = _constater_les_interrompus(now, now=now)
    return interrompus + sum(fonction(now) for fonction in registre.reprises.values())


def faire_un_travail(now: datetime) -> bool:
    """Carry out one waiting job; False when there is none."""
    travail = prendre_travail(now)
    if travail is None:
        return False
    try:
        travail.rapport = registre.taches[travail.nom](travail=travail, **travail.arguments)
        travail.etat, travail.avancement = Travail.Etat.FAIT, 100
    except Exception as erreur:  # noqa: BLE001  the job's failure is told to whoever asked for it
        journal.exception("Travail %s (%s) : échec", travail.pk, travail.nom)
        travail.rapport, travail.etat = f"échec : {erreur}", Travail.Etat.ECHEC
    travail.fini_a = timezone.now()
    travail.save(update_fields=["rapport", "etat", "avancement", "fini_a"])
    return True


def un_tour(now: datetime) -> int:
    """Do what is waiting now and return how many things were done."""
    faits = 0
    for nom, fonction in registre.files.items():
        try:
            faits += fonction(now)
        except Exception:  # noqa: BLE001  a queue's failure does not stop the others
            journal.exception("File « %s » : échec", nom)
    if faire_un_travail(now):
        faits += 1
    if entretien_du(now):
        faits += len(entretenir(now))
    return faits
