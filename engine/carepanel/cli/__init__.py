"""The command line: one command, one file. Results go to standard output, everything else to standard error."""
