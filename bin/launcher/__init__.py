"""Prepares a machine and runs the application on it: environment, private servers, processes.

Standard library only: this runs before anything is installed. Each module is one subject; `demo`, `testing` and
`manage` are the three commands of `bin/`.
"""
