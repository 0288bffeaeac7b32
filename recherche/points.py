"""Map payload (being written by the map helper)."""


def charge(trouvailles, origine=None):
    return {}


def fiche_point(pk, today):
    return None


def communes():
    return []
