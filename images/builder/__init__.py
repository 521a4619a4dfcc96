"""Builds OCI images from locked inputs, without a container daemon. See images/README.md."""
