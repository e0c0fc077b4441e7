"""What `podium doctor` looks at, a module for each part of an installation."""
