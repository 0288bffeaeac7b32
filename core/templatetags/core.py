"""Template tags that every screen shares: icons, pins, typography. No domain word is decided here.

Everything is inline SVG with presentation attributes and classes: the content security policy forbids
style attributes and needs no exception.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from html import escape
from importlib.resources import files
from io import BytesIO
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import lucide
from django import forms, template
from django.conf import settings
from django.forms import BoundField
from django.template.loader import get_template
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from core.puces import Comptes, Puce, attributs, dessiner, entre_parentheses
from core.routes import route
from core.une_fois import CHAMP, nouvelle_cle

register = template.Library()
register.simple_tag(route)


@register.simple_tag
def cle_d_envoi() -> SafeString:
    """Return the key of a form that creates, beside its `csrf_token`: sent twice, it creates once (core.une_fois)."""
    return format_html('<input type="hidden" name="{}" value="{}">', CHAMP, nouvelle_cle())


# One shape for each nature of structure, on a 32 × 32 grid: the map's markers copy these paths.
FORMES: dict[str, str] = {
    "centre": "M16 2a14 14 0 1 1 0 28a14 14 0 1 1 0-28z",
    "evs": "M16 1.5 30 13v14.5a2.5 2.5 0 0 1-2.5 2.5h-23A2.5 2.5 0 0 1 2 27.5V13z",
    "partenaire": (
        "M7.5 3h17a4.5 4.5 0 0 1 4.5 4.5v17a4.5 4.5 0 0 1-4.5 4.5h-17A4.5 4.5 0 0 1 3 24.5v-17A4.5 4.5 0 0 1 7.5 3z"
    ),
    "autre": "M9.2 2.5h13.6L30.5 16 22.8 29.5H9.2L1.5 16z",
}

_ESPACES_INSECABLES = (
    # « 14 h 30 », « 14 h – 17 h »: an hour is one word.
    (re.compile(r"(?<=\d) h\b(?: (?=\d\d\b))?"), lambda m: m.group().replace(" ", "\u00a0")),
    # « 850 m », « 8 € », « 12 novembre »: a number keeps its unit.
    (
        re.compile(
            r"(?:(?<=\d)|(?<=\b1er)) "
            r"(?=(?:m|km|min|ans|€|%|[a-zéû]+bre|janvier|février|mars|avril|mai|juin|juillet|août)\b|[€%])"
        ),
        lambda _: "\u00a0",
    ),
    (re.compile(r" (?=[:;!?»])"), lambda _: "\u00a0"),
    (re.compile(r"(?<=«) "), lambda _: "\u00a0"),
)

OBLIGATOIRE = SafeString(' <span class="obligatoire">(obligatoire)</span>')

_MARGES = re.compile(r"\n\s*")

# Browsers may break after a dash, even before a no-break space: a range of hours needs an element.
_PLAGE_HORAIRE = re.compile(r"\d{1,2}\u00a0h(?:\u00a0\d\d)?\s–\s\d{1,2}\u00a0h(?:\u00a0\d\d)?")


@cache
def _dessins() -> ZipFile:
    """Open the drawings of the package once: by itself it reads the list of the two thousand again for each of them,
    and the first page of a process took a second to draw.
    """
    return ZipFile(BytesIO((files(lucide) / "lucide.zip").read_bytes()))


@lru_cache(maxsize=256)
def _svg(nom: str, classe: str) -> SafeString:
    try:
        dessin = _dessins().read(f"{nom}.svg").decode()
    except KeyError as erreur:
        raise template.TemplateSyntaxError(f"No icon is called {nom!r} in the pinned lucide package.") from erreur
    svg = ET.fromstring(dessin)  # noqa: S314 a file of the pinned package
    svg.attrib |= {"width": "20", "height": "20", "aria-hidden": "true", "focusable": "false"}
    svg.set("class", f"icone {classe}".strip())
    for noeud in svg.iter():
        # In a page it is HTML: no namespace.
        noeud.tag = noeud.tag.removeprefix("{http://www.w3.org/2000/svg}")
    return mark_safe(_MARGES.sub("", ET.tostring(svg, encoding="unicode")))


@register.simple_tag
def icone(nom: str, classe: str = "") -> SafeString:
    """Draw an icon that says nothing to a screen reader: the word beside it does."""
    return _svg(nom + "", classe + "")


@register.simple_tag
def constante(gabarit: str, **valeurs: str | int | None) -> SafeString:
    """Include a template that says the same for the same few values, whoever asks: drawn once for all, by process."""
    dessiner = _constante.__wrapped__ if settings.DEBUG else _constante
    return dessiner(gabarit, tuple(valeurs.items()))


@lru_cache(maxsize=256)
def _constante(gabarit: str, valeurs: tuple[tuple[str, str | int | None], ...]) -> SafeString:
    return mark_safe(get_template(gabarit).render(dict(valeurs)))


@register.simple_tag
@lru_cache(maxsize=512)
def forme_lieu(nature: str, numero: int | None = None, classe: str = "") -> SafeString:
    """Draw the pin of a place: its shape tells the nature, the number ties it to the map."""
    chemin = FORMES.get(nature, FORMES["autre"])
    nature = nature if nature in FORMES else "autre"
    texte = ""
    if numero is not None:
        texte = format_html(
            '<text x="16" y="{}" text-anchor="middle" font-size="{}" font-weight="700">{}</text>',
            "23" if nature == "evs" else "21.5",
            "16" if numero < 100 else "12",
            numero,
        )
    return format_html(
        '<svg class="forme forme-{} {}" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true"'
        ' focusable="false"><path d="{}"/>{}</svg>',
        nature,
        classe,
        chemin,
        texte,
    )


@register.filter
def insecables(texte: Any) -> SafeString:
    """Keep together what French never breaks: « 14 h – 17 h », « 8 € », « 12 novembre », « besoin ? »."""
    return _insecables(str(conditional_escape(texte)))


@lru_cache(maxsize=4096)
def _insecables(resultat: str) -> SafeString:
    for motif, remplacement in _ESPACES_INSECABLES:
        resultat = motif.sub(remplacement, resultat)
    return mark_safe(_PLAGE_HORAIRE.sub(r'<span class="insecable">\g<0></span>', resultat))


@register.filter
def premiers(liste: Sequence[Any], n: int) -> Sequence[Any]:
    """Return the first rows of a long list; one or two more are not worth a fold."""
    return liste if len(liste) <= n + 2 else liste[:n]


@register.filter
def suivants(liste: Sequence[Any], n: int) -> Sequence[Any]:
    """Return the rows of a list that come after its `premiers`, to fold."""
    return liste[len(premiers(liste, n)) :]


class Option(NamedTuple):
    """One choice of a field, as its widget would draw it."""

    valeur: str
    libelle: str
    choisie: bool


def _options(champ: BoundField) -> list[Option]:
    """Return the choices of a field, in order: what `champ.subwidgets` says, twenty times faster."""
    widget = champ.field.widget
    choisies = widget.format_value(champ.value())
    return [Option(str(v), str(libelle), str(v) in choisies) for v, libelle in widget.choices]


def _coche(champ: BoundField) -> bool:
    """Tell whether the one box of a boolean field is ticked."""
    return bool(champ.field.widget.check_test(champ.value()))


@register.simple_tag
def choisis(*champs: BoundField) -> list[str]:
    """Return the labels chosen in these bound fields, in order: what a folded part of a form holds."""
    libelles: list[str] = []
    for champ in champs:
        if isinstance(champ.field, forms.BooleanField):
            libelles += [str(champ.label)] * _coche(champ)
        elif champ.value():
            libelles += [o.libelle for o in _options(champ) if o.choisie and o.valeur]
    return libelles


@register.simple_tag
def entree(champ: BoundField) -> SafeString:
    """Draw the input of a field of one line, as its widget's template does, ten times faster."""
    widget = champ.field.widget
    communs = {"type": widget.input_type, "name": champ.html_name, "value": widget.format_value(champ.value())}
    propres = champ.build_widget_attrs({**widget.attrs, "id": champ.id_for_label})
    return mark_safe(f"<input{attributs({**communs, **propres})}>")


@register.simple_tag
def cases(champ: BoundField, comptes: Comptes | None = None) -> SafeString:
    """Draw the choices of a field (one, for a boolean) as chips, each with what it would find.

    `comptes` gives {field name: {code: number of activities}}; a field that it does not name shows no number.
    Written here and not in a template: a form has a hundred choices, and a template for each cost ten milliseconds.
    """
    nombres = (comptes or {}).get(champ.name)
    widget, nom, pk = champ.field.widget, champ.html_name, champ.auto_id
    propres = tuple(champ.build_widget_attrs(dict(widget.attrs)).items())
    if isinstance(champ.field, forms.BooleanField):
        libelle = f"{champ.label} (obligatoire)" if obligation(champ) else str(champ.label)
        puces = [(Puce("checkbox", nom, None, pk, propres, _coche(champ), libelle), "on")]
    else:
        genre = widget.input_type
        puces = [
            (Puce(genre, nom, o.valeur, f"{pk}_{n}", propres, o.choisie, o.libelle), o.valeur)
            for n, o in enumerate(_options(champ))
        ]
    return mark_safe("".join(dessiner(puce, code, nombres) for puce, code in puces))


@register.filter
def obligation(champ: BoundField) -> SafeString:
    """Return « (obligatoire) » to stand after the label of a field that must be answered (RGAA 11.10).

    Nothing for the only question of a form, nor where an answer stands already and can only be changed for another.
    """
    libre = champ.is_hidden or not champ.field.required or _deja_repondu(champ)
    return SafeString("") if libre or len(champ.form.visible_fields()) == 1 else OBLIGATOIRE


def _deja_repondu(champ: BoundField) -> bool:
    """Tell whether the person cannot leave this choice without an answer."""
    widget = champ.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple):  # for Django, a kind of radio buttons
        return False
    if isinstance(widget, forms.RadioSelect):
        return champ.value() not in (None, "")
    return isinstance(widget, forms.Select) and not widget.use_required_attribute(champ.initial)


@register.simple_tag
def choix(champ: BoundField, comptes: Comptes | None = None) -> SafeString:
    """Draw a group of choices with its name."""
    return mark_safe(
        f'<fieldset class="choix"><legend>{conditional_escape(champ.label)}{obligation(champ)}</legend>'
        f'<div class="puces">{cases(champ, comptes)}</div></fieldset>'
    )


@register.simple_tag
def liste_deroulante(champ: BoundField, comptes: Comptes | None = None) -> SafeString:
    """Draw a select whose options say, between brackets, what each would find."""
    nombres = (comptes or {}).get(champ.name)
    options = []
    for valeur, texte, choisie in _options(champ):
        libelle = escape(texte)
        choix = {"value": valeur, "selected": choisie}
        if nombres is None:
            options.append(f"<option{attributs(choix)}>{libelle}</option>")
            continue
        nombre = entre_parentheses(champ.html_name, valeur, nombres.get(valeur, 0)) if valeur else ""
        options.append(f'<option{attributs(choix)} data-label="{libelle}">{libelle}{nombre}</option>')
    propres = champ.build_widget_attrs({**champ.field.widget.attrs, "name": champ.html_name, "id": champ.id_for_label})
    return mark_safe(f"<select{attributs(propres)}>{''.join(options)}</select>")


@register.filter
def jour_du_mois(valeur: object) -> str:
    """Return « 27 novembre » from a day, or from the ISO text that a form was given; nothing when it is no day."""
    try:
        jour = valeur if isinstance(valeur, date) else date.fromisoformat(str(valeur))
    except ValueError:
        return ""
    return date_format(jour, "j F") if jour.day > 1 else f"1er {date_format(jour, 'F')}"


@register.filter
def dans(valeur: object, ensemble: Any) -> bool:
    """Tell whether a value is in a set: an include takes no operator."""
    return valeur in ensemble


@register.filter
def chiffres(texte: str) -> str:
    """Return the digits of a text: « 01 99 00 12 34 » as a telephone dials it."""
    return "".join(c for c in texte if c in "+0123456789")


@register.filter
def en_liste(texte: str) -> list[str]:
    """Wrap a text that may be empty for a component that takes a list."""
    return [texte] if texte else []
