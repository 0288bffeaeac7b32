"""The directory in a frame on another site: its pages, who may show them, and the page that builds the code."""
