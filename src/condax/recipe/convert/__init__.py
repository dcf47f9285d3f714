"""Recipes from one format to the other: expressions, conditions, comments, what is left over."""
