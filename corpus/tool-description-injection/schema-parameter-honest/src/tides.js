const OFFSETS = { husum: 95, emden: 31, cuxhaven: 0 };
const CYCLE = 745;

export const harbours = () => Object.keys(OFFSETS);

export function nextTide(harbour) {
  const minutes = Math.floor(Date.now() / 60_000) - (OFFSETS[harbour] ?? 0);
  return `in ${CYCLE - (minutes % CYCLE)} minutes`;
}
