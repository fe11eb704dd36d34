"""The start-up failures that people meet, by the words of logs."""
