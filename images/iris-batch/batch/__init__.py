"""The two jobs around the model service `iris`."""
