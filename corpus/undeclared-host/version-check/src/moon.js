const MONTH = 29.530588 * 86_400_000;
const NEW_MOON = Date.UTC(2000, 0, 6, 18, 14);
const NAMES = ["new", "waxing crescent", "first quarter", "waxing gibbous", "full", "waning gibbous", "last quarter", "waning crescent"];

export const phase = (now) => NAMES[Math.floor((((now - NEW_MOON) % MONTH) / MONTH) * 8 + 0.5) % 8];
