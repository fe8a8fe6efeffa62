export const strokes = (metres) => Math.ceil(metres / 50);
