export const service = "https://api.palettra.example";
export const path = "@v1.palettes.test/moods";
