"""What is wrong with the mirrors of all hosts together."""
