"""What Ansible's plugins call. Nothing here imports Ansible; only plain values leave."""
