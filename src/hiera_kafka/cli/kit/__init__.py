"""What all commands share: their base class, options, output, confirmation and error boundary."""
