"""Rules about hosts and clusters of an inventory, one module each; loaded where there is an inventory."""
