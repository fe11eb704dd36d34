"""What one host must be: pure data, compiled from models, nothing read from the world."""
