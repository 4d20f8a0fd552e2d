"""Steps for frameworks that people run already; each module needs its framework installed."""
