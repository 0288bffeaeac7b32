"""The speed of the site, as ratios measured in one run; `bin/bench` runs it, docs/mesures.md says how to read it."""
