"""The lessons as pages and slides that move without Python: ``python -m helpers.pages``."""
