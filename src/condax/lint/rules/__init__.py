"""One lint rule a module: its name is the rule's, its docstring the rule's page."""
