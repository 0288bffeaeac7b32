"""« L’annuaire à imprimer »: the network, a commune or a need as one document."""
