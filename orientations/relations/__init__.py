"""« Prévenir le lieu »: announce a resident to a place, follow its answer, forget who it was."""
