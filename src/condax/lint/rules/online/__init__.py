"""Rules that ask the network: they only run when they are asked for."""
