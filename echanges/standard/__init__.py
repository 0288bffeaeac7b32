"""The national standard of the « lieux de médiation numérique »: its columns, its words, how a row is read."""
