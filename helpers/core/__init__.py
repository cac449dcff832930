"""The core: what a course on any other function would need as well. It knows no lesson."""
