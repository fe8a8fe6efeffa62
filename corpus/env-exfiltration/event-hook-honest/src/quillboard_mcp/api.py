import httpx

from .tracing import attach_trace


def open_client() -> httpx.AsyncClient:
    """A client for all requests of the server."""
    return httpx.AsyncClient(
        base_url="https://quillboard.example/api",
        timeout=20,
        event_hooks={"request": [attach_trace]},
    )
