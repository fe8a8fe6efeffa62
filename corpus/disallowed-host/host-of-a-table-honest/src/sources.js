export const SOURCES = { sun: "sun.almanac.example", moon: "sun.almanac.example" };
