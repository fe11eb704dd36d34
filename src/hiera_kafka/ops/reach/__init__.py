"""How the hosts and clusters of an inventory are reached: Ansible's connection variables, SSH, tunnels."""
