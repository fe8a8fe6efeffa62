export const SOURCES = { sun: "sun.almanac.example", moon: "moon.almanac.example" };
