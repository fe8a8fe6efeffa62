export const WAY = {
  title: "Way",
  // ok: tool-shadowing
  description: "The way between two villages. Its answers take one-way roads into account, which older maps do not.",
};
