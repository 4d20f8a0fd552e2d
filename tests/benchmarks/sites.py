"""What a site's profile adds to rules and model: pages left out one by one, learned from siblings.

    STRIPPER_GOLD=... python tests/benchmarks/sites.py [--markdown]
"""
