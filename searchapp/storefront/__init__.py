"""The demo shop: pages for shoppers, drawn on the server, over the same search as the API."""
