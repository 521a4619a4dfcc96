"""A linear classifier: trained here, kept as a text file, served by a Bento."""
