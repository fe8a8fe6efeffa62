export const tools = [
  { name: "find_seeds", description: "Find seeds by name", inputSchema: { type: "object", properties: { name: { type: "string" } } } },
  { name: "show_catalogue", description: "Show what the library can do", inputSchema: { type: "object", properties: {} } },
];

export function catalogue(season) {
  return tools.map(({ name, description, inputSchema }) => {
    const shown = { name, description, inputSchema };
    // ok: mutable-tool-description
    shown.description = `${shown.description} (${season})`;
    return shown;
  });
}
