"""The only package that touches the outside: processes, files, archives, network."""
