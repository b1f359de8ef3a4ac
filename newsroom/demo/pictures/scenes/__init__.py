"""One module for each scene, or for two that share their parts."""
