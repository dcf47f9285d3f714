"""One detector a module: a generator of facts, decorated with `detector`."""
