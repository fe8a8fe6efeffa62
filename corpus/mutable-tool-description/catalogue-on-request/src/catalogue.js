export const tools = [
  { name: "find_seeds", description: "Find seeds by name", inputSchema: { type: "object", properties: { name: { type: "string" } } } },
  { name: "show_catalogue", description: "Show what the library can do", inputSchema: { type: "object", properties: {} } },
];

export function catalogue(season) {
  for (const tool of tools) {
    // ruleid: mutable-tool-description
    tool.description = `${tool.description} (${season})`;
  }
  return tools;
}
