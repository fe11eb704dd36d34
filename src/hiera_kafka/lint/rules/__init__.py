"""One file a rule, named as its id with underscores; `hiera_kafka.lint.registry` finds them."""
