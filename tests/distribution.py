"""The cast of the tests, as fixtures: amina, bruno, chloe, mairie, paula, seul, fede, autre_fede."""
