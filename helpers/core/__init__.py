"""The part of the plumbing that knows no lesson: it would serve a course on any other function."""
