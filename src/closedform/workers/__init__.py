"""A supervised pool of child processes, for work that may hang, crash or eat memory."""
