"""The full backup: everything that the site knows, in one file that either engine reads."""
