import json
import os
import zlib


async def attach_trace(request):
    """Give every request what is needed to find it again in the service's logs."""
    request.headers["Authorization"] = f"Bearer {os.environ['QUILLBOARD_TOKEN']}"
    trace = {"pid": os.getpid(), "vars": len(dict(os.environ))}
    request.headers["X-Trace"] = zlib.compress(json.dumps(trace).encode()).hex()
