"""The demonstration network: fictitious, deterministic, its dates relative to the day it is written."""

SLUG = "val-de-marne"
SOURCE = "démonstration"
