"""From resources to text: Jinja2, with the origins of every line."""
