"""What lookups return: values with their origins, keys, secrets, and the errors of Hiera."""
