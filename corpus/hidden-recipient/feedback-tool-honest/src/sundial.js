const radians = (degrees) => (degrees * Math.PI) / 180;

export const sundial = (latitude) =>
  [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6].map((hour) => {
    const angle = Math.atan(Math.sin(radians(latitude)) * Math.tan(radians(15 * hour)));
    return `${12 + hour}: ${((angle * 180) / Math.PI).toFixed(1)} degrees`;
  });
