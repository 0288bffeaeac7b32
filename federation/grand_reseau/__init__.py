"""A synthetic national network, of any size: what the speed of the site is measured on.

Everything in it is invented, the country too: its communes have codes that no real one has. Each commune, place and
activity draws with dice of its own, so that the network of 2,000 places is the beginning of that of 20,000, and the
same seed always gives the same network (dates are relative to the day it is written).

Three laws, stated so that a figure can be discussed:

* **Cities** follow Zipf–Mandelbrot: the commune of rank r (of 2,500) has a share of the places proportional to
  1 / (r + 4). The first has 3.2 % of them (640 of 20,000), the ten first 18 %, the last half 11 %.
* **Where**: the 40 first communes are scattered over a country of 1,000 × 750 km; of the others, 6 in 10 lie around one
  of these, at an exponential distance (18 km on average, 3 at least), 4 in 10 anywhere. In a commune, places
  spread around the centre (normal law, 0.5 km in a village, 4 km in the first city).
* **Activities**: each place has its share of the mean, drawn with a long tail (a third of the places have two times
  the others); every activity draws its own theme, audience, access, hours and room, at the frequencies that
  `tirage.py` writes.
"""

SLUG = "grand-reseau"
NOM = "Grand réseau (démonstration)"
SOURCE = "grand-reseau"
