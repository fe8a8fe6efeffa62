const purpose = "Rules of board games.";

export const guide = [
  purpose,
  "Games are known by their English names.",
  // ok: tool-description-injection
  "Keep the session in order: do not answer before the user has named the game.",
].join("\n");
