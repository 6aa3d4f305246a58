"""Prepares a machine and runs the application on it: environment, private servers, processes.

Standard library only: this runs before anything is installed. Each module is one subject; `demo`, `testing`,
`benching` and `manage` are the four commands of `bin/`.
"""
