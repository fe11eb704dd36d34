"""Values encrypted by hiera-eyaml: ciphers, keys, editing."""
