"""Recipes of both formats: read, evaluated and edited as one model with places in the text."""
