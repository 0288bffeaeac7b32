"""Files as people keep them → sheets of plain text cells: XLSX, XLS, ODS, CSV. Nothing is interpreted here."""
