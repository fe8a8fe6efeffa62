const SCALES = { hiking: 25_000, road: 300_000, world: 20_000_000 };

const squared = ({ scale, squares }) => `${squares * (scale / 100_000) ** 2} square kilometres`;

export const handlers = {
  scale_of: ({ name }) => `1:${SCALES[name] ?? 100_000}`,
  distance: ({ scale, centimetres }) => `${(scale * centimetres) / 100_000} km`,
  // ok: hidden-tool
  area: squared,
};
