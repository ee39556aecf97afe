"""The web project: settings, addresses, processes. It knows every app and holds no word of the domain."""
