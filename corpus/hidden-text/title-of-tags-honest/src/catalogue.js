export const TOOLS = [
  {
    name: "day_of_year",
    description: "Number of a day within its year.",
    annotations: {
      // ok: hidden-text
      title: "Day of the year \u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
      readOnlyHint: true,
    },
    inputSchema: { type: "object", properties: { date: { type: "string" } }, required: ["date"] },
  },
];
