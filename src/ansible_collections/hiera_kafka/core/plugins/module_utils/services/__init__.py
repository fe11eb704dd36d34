"""The process managers, and what they and the logs say of services."""
