"""What entries are written with: the decorator, its claims, domains, notation, the catalogue."""
