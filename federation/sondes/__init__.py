"""What supervisors ask: is this process ready to serve, and how do things stand."""
