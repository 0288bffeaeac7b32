"""What the official models refuse does not leave: the value when it is optional, else the row."""

import logging
from functools import cache
from typing import Any

journal = logging.getLogger(__name__)
# How one reaches the service, gone with what it needed.
MOYENS = {
    "courriel": "envoyer-un-courriel",
    "telephone": "telephoner",
    "lien_mobilisation": "utiliser-lien-mobilisation",
}


@cache
def modeles() -> dict[str, Any]:
    """Return the official models of « structures » and « services »."""
    # They take a quarter of a second to load: not when the site starts.
    from data_inclusion.schema.v1 import Service, Structure  # noqa: PLC0415

    return {"structures": Structure, "services": Service}


def conforme(quoi: str, ligne: dict[str, Any]) -> dict[str, Any] | None:
    """Return a row of « structures » or « services » without the values that its model refuses.

    What the site takes, a stricter list may not: an electronic address of a local domain, an address of the web that
    is too long. None when an obligatory field is refused.
    """
    from pydantic import ValidationError  # noqa: PLC0415 (with the models)

    modele = modeles()[quoi]
    try:
        modele.model_validate(ligne)
    except ValidationError as refus:
        refuses = {str(erreur["loc"][0]) for erreur in refus.errors(include_url=False, include_context=False)}
    else:
        return ligne
    if obligatoires := [champ for champ in sorted(refuses) if modele.model_fields[champ].is_required()]:
        journal.warning("data·inclusion refuse %s : %s", ligne.get("id"), ", ".join(obligatoires))
        return None
    gardee = {champ: valeur for champ, valeur in ligne.items() if champ not in refuses}
    if "modes_mobilisation" in gardee:
        perdus = {MOYENS[champ] for champ in refuses & MOYENS.keys()}
        gardee["modes_mobilisation"] = [m for m in gardee["modes_mobilisation"] if m not in perdus]
        if not gardee["modes_mobilisation"]:
            del gardee["modes_mobilisation"]
    return gardee
