const CACHE = "https://store.notewell.example/v1";

/** Where notes are kept. */
export function target() {
  return CACHE;
}
