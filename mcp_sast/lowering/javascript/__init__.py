"""JavaScript, JSX, TypeScript and TSX, and the JSON files that they load, to the intermediate representation."""

from mcp_sast.lowering.javascript.json_module import JsonLowering, lower_json
from mcp_sast.lowering.javascript.session import JavaScriptLowering, lower_javascript

__all__ = ["JavaScriptLowering", "JsonLowering", "lower_javascript", "lower_json"]
